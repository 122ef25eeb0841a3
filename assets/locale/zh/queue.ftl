# queue
queue-title = 任务
