# The one place to start from: `make` lists what can be asked for.
# Maven comes by ./mvnw from Maven Central; where only a mirror is reached, set MVNW_REPOURL to its address.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help build download test chaos bench golden screenshots format demo demo-down jenkins clean

# Warnings are errors here, so they have to be seen: quiet, but not as quiet as -q.
MAVEN := ./mvnw -B -ntp -Dorg.slf4j.simpleLogger.defaultLogLevel=warn

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: prerequisites ## compile, check and assemble src/cli/target/kube-release, without running tests
	@profile=$$(dev/plugin-profile) && $(MAVEN) $$profile verify -DskipTests
	@dev/download
	@echo "Built: target/kube-release, one file, with Helm for $${HELM_WORKER_PLATFORMS:-this platform}; and unpacked: src/cli/target/kube-release/bin/kube-release"

download: export HELM_WORKER_PLATFORMS = all
download: build ## the same with Helm for linux and darwin on amd64 and arm64: one file to copy anywhere (some minutes the first time)

test: prerequisites ## run all tests, on real clusters where the machine has the means
	@dev/test

chaos: prerequisites ## kills, partitions and restarts on real clusters, ROUNDS=10 times over (a round is in `make test`)
	@dev/chaos $(ROUNDS)

bench: build ## measure beside Helm, kubectl, crane and a script (NAME=ready-lag for one); writes docs/benchmarks.md
	@dev/bench $(NAME)

golden: prerequisites ## write the documents anew that the pages are tested with, from the journals of real releases
	@$(MAVEN) -pl src/app -am -Dtest=GoldenPagesTest -Dsurefire.failIfNoSpecifiedTests=false -Dgolden.write=true test

screenshots: prerequisites ## take the pictures of the pages in docs/images anew, from those documents
	@$(MAVEN) -pl src/web -Dtest=Screenshots -Dscreenshots="$$PWD/docs/images" test

format: prerequisites ## format the Java sources
	@profile=$$(dev/plugin-profile) && $(MAVEN) $$profile spotless:apply

demo: build ## two clusters and the example app, from source to production
	@dev/demo up

demo-down: ## end the demo and leave nothing behind
	@dev/demo down

jenkins: prerequisites ## a Jenkins with the plugin, and a job that releases the example app
	@dev/jenkins/run

clean: ## remove what was built
	@rm -rf target src/*/target

.PHONY: prerequisites
prerequisites:
	@dev/prerequisites
