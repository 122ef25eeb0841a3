# library
library-owned = 另一个 Shotloom 窗口正在使用这个素材库：请关闭它，或换一个素材库文件夹。{ $path }
library-newer = 这个素材库由更新版本的 Shotloom 创建（版本 { $found }，本程序只认识 { $known }）：请升级 Shotloom。未作任何改动。{ $path }
library-older = 这个素材库来自旧版 Shotloom（版本 { $found }，本程序读取 { $known }）：请先打开一次窗口完成升级。{ $path }
library-disk-full = 磁盘已满：请腾出空间后重试。{ $path }
library-read-only = 无法写入素材库：请检查文件夹权限，或换一个素材库文件夹。{ $path }
library-damaged = 素材库的数据库已损坏（{ $detail }）：请重新启动 Shotloom 以恢复。{ $path }
library-stopped = 磁盘没有保存写入的内容（{ $detail }）：请检查磁盘并重新启动 Shotloom，在此之前不会再发送任何请求。{ $path }
library-no-such-task = 素材库里没有任务 { $task }
library-database = 素材库的数据库拒绝了操作（{ $detail }）：请重新启动 Shotloom。{ $path }
library-io = 无法使用素材库的文件（{ $detail }）：请检查该文件夹，或另选一个。{ $path }
library-restored = 素材库的数据库曾损坏，现已恢复：找回 { $tasks } 个视频和请求、{ $drafts } 份草稿。损坏的文件保留为 { $file }
library-rebuilt = 素材库的数据库丢失，已根据日志重建：找回 { $tasks } 个视频和请求、{ $drafts } 份草稿
library-unsent-cancelled = 已取消 { $count } 个尚未发送的请求：如仍需要，请重新运行
library-unsent = 未发送，未扣费：发送之前素材库先经历了恢复。如仍需要，请重新运行
