package ops

import (
	"context"
	"errors"
	"net"
	"net/url"
	"regexp"
	"slices"

	"helm.sh/helm/v4/pkg/storage/driver"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"kuberelease.io/helm-worker/internal/cluster"
	"kuberelease.io/helm-worker/internal/wire"
)

var (
	hook    = regexp.MustCompile(`(?i)(pre|post)-(install|upgrade) hooks? failed|failed (pre|post)-install`)
	foreign = regexp.MustCompile(`exists and cannot be imported into the current release`)
	// The API server calls it an error of its own when it can't merge what it was given.
	unmergeable = regexp.MustCompile(`failed to create typed (patch|live) object|failed to create manager for existing fields`)
	outdated    = regexp.MustCompile(`the object has been modified`)
	pending     = regexp.MustCompile(`another operation \(install/upgrade/rollback\) is in progress`)
)

func asRefusal(err error) *wire.Error {
	if refusal, ok := errors.AsType[*wire.Error](err); ok {
		return refusal
	}
	return wire.Refusal(wire.Other, "%v", err)
}

// Whose trouble an error is, where a cluster was asked. Helm makes texts of some errors: then what the API server said last
// decides.
func blame(err error, access *cluster.Access) error {
	if err == nil {
		return nil
	}
	kind, details := kindOf(err)
	if refusal, ok := errors.AsType[*wire.Error](err); ok {
		if access.InTrouble() {
			refusal.Kind = wire.Unreachable
		}
		return refusal
	}
	if kind == wire.Other && access.InTrouble() {
		kind = wire.Unreachable
	}
	return &wire.Error{Kind: kind, Message: err.Error(), Details: details}
}

func kindOf(err error) (wire.Kind, []string) {
	text := err.Error()
	if hook.MatchString(text) && !isAway(err) {
		return wire.Hook, nil
	}
	switch {
	case foreign.MatchString(text):
		return wire.Owned, nil
	case pending.MatchString(text), errors.Is(err, driver.ErrReleaseExists):
		return wire.Pending, nil
	case isAway(err):
		return wire.Unreachable, nil
	case apierrors.IsForbidden(err), apierrors.IsUnauthorized(err):
		return wire.Forbidden, nil
	case apierrors.IsConflict(err):
		return wire.Conflict, conflicts(err)
	case errors.Is(err, context.DeadlineExceeded):
		return wire.Time, nil
	case unmergeable.MatchString(text), apierrors.ReasonForError(err) != metav1.StatusReasonUnknown:
		return wire.Refused, nil
	default:
		return wire.Other, nil
	}
}

func isAway(err error) bool {
	if _, ok := errors.AsType[cluster.CutOff](err); ok {
		return true
	}
	if _, ok := errors.AsType[net.Error](err); ok && !errors.Is(err, context.DeadlineExceeded) {
		return true
	}
	if _, ok := errors.AsType[*url.Error](err); ok {
		return true
	}
	return (apierrors.IsInternalError(err) && !unmergeable.MatchString(err.Error())) || apierrors.IsServiceUnavailable(err) || apierrors.IsServerTimeout(err) ||
		apierrors.IsTooManyRequests(err) || apierrors.IsTimeout(err) || isOfTwoWriters(err)
}

// Somebody else wrote between our reading and our writing; a conflict of fields names them.
func isOfTwoWriters(err error) bool {
	return apierrors.IsConflict(err) && len(conflicts(err)) == 0 && outdated.MatchString(err.Error())
}

// Which field belongs to whom, as the API server tells it.
func conflicts(err error) []string {
	var status apierrors.APIStatus
	if !errors.As(err, &status) || status.Status().Details == nil {
		return nil
	}
	var lines []string
	for _, cause := range status.Status().Details.Causes {
		if cause.Type == metav1.CauseTypeFieldManagerConflict {
			lines = append(lines, cause.Field+": "+cause.Message)
		}
	}
	slices.Sort(lines)
	return lines
}
