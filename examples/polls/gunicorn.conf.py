"""How gunicorn serves the app in a pod."""

bind = "0.0.0.0:8000"

# One process a pod: its counters are the pod's, and the cluster adds pods, not processes.
workers = 1
threads = 8

# The heartbeat file in memory: a slow disk must not look like a dead worker.
worker_tmp_dir = "/dev/shm"

# After SIGTERM requests may finish; below the pod's terminationGracePeriodSeconds.
graceful_timeout = 20

# Nobody sits at a pod's console, and its file system is read-only.
control_socket_disable = True
