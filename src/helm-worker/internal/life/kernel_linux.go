package life

import "syscall"

// For what grows faster than we look. Reserved and untouched memory does not count here, as it would with RLIMIT_AS.
func boundByKernel(limit uint64) {
	most := limit + limit/4
	_ = syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: most, Max: most})
}
