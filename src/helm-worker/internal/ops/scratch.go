package ops

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

const lockSuffix = ".lock"

// A directory on the disk for each request that needs one. Who is at work is told by a file lock, which ends with its
// process and means the same in every container that shares the directory; process ids don't.
type scratch struct{ base string }

type workplace struct {
	path string
	lock *os.File
}

func (s scratch) open() (*workplace, error) {
	if err := os.MkdirAll(s.base, 0o700); err != nil {
		return nil, err
	}
	s.sweep()
	lock, err := os.CreateTemp(s.base, "work-*"+lockSuffix)
	if err != nil {
		return nil, err
	}
	place := &workplace{path: strings.TrimSuffix(lock.Name(), lockSuffix), lock: lock}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil && !unsupported(err) {
		// Somebody who sweeps was faster: that one removes it.
		lock.Close()
		return s.open()
	}
	if err := os.Mkdir(place.path, 0o700); err != nil {
		place.close()
		return nil, err
	}
	return place, nil
}

func (w *workplace) close() {
	os.RemoveAll(w.path)
	os.Remove(w.lock.Name())
	w.lock.Close()
}

// Removes what workers that are gone have left.
func (s scratch) sweep() {
	locks, _ := filepath.Glob(filepath.Join(s.base, "work-*"+lockSuffix))
	for _, name := range locks {
		lock, err := os.OpenFile(name, os.O_RDWR, 0)
		if err != nil {
			continue
		}
		if syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			(&workplace{path: strings.TrimSuffix(name, lockSuffix), lock: lock}).close()
		} else {
			lock.Close()
		}
	}
}

// Some shared file systems know no locks: then nothing is swept either.
func unsupported(err error) bool {
	return errors.Is(err, syscall.ENOLCK) || errors.Is(err, syscall.ENOTSUP) || errors.Is(err, syscall.ENOSYS)
}
