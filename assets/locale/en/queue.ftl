# queue
queue-title = Queue
