// Package ecs without Amazon's container service, whose library takes a minute and three gigabytes to compile.
package ecs

import (
	"errors"

	"github.com/traefik/traefik/v3/pkg/config/dynamic"
	"github.com/traefik/traefik/v3/pkg/safe"
)

// Provider says that it is not there.
type Provider struct{}

// Init refuses.
func (p *Provider) Init() error { return errors.New("this build of Traefik has no ECS provider") }

// Provide gives nothing.
func (p *Provider) Provide(_ chan<- dynamic.Message, _ *safe.Pool) error { return p.Init() }
