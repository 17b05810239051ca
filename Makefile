# The one entry to this project. `make help` lists the targets.

# How `make run` starts eJet: PORT, on the loopback address, takes the place of the one address of the configuration.
CONF    ?= conf/ejet.conf
PORT    ?=

# How `make echo` starts the echo server: pumps 2 and workers 0 is the fast model. PORT is 9000 unless set.
PUMPS   ?= 2
WORKERS ?= 6

# Where `make install` puts eJet; DESTDIR goes before it, for packages.
PREFIX  ?= /usr/local
DESTDIR ?=

# .ci/env finds, or on Debian installs, a JDK >= 17 and Maven.
MVN       := .ci/env mvn -B -ntp
MVN_QUIET := $(MVN) -Dorg.slf4j.simpleLogger.defaultLogLevel=warn
NO_DOCS   := -Dmaven.source.skip=true -Dmaven.javadoc.skip=true
JAVA      := .ci/env java -XX:+UseParallelGC -XX:AutoBoxCacheMax=20000
FUZZERS   := RequestFuzz\#shouldTellTheSameHoweverAHeadIsCut RequestFuzz\#shouldTellTheSameHoweverAChunkedBodyIsCut ConfigFuzz MessageFuzz ScriptFuzz\#shouldCompileOrTellAndRunForWhateverRequest ScriptFuzz\#shouldKeepWhatAClientWritesWithinItsPlace DecisionFuzz
LIBS      := epump-timer,epump-sched,epump-core,ejet-httpd

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run echo build test bench stress fuzz soak lint format peers install clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-8s %s\n", $$1, $$2 }' Makefile

run: ## build eJet and serve conf/ejet.conf on 127.0.0.1:8181 (PORT=8080 CONF=my.conf)
	@echo "Building eJet; the first time that takes a minute or two."
	@$(MVN_QUIET) package -DskipTests $(NO_DOCS) -pl ejet-httpd -am
	@exec $(JAVA) -jar ejet-httpd/target/ejet.jar -c $(CONF) $(if $(PORT),--listen 127.0.0.1:$(PORT))

echo: ## build and start the echo server (PORT=9000 PUMPS=2 WORKERS=6)
	@echo "Building the echo server; the first time that takes a minute or two."
	@$(MVN_QUIET) package -DskipTests $(NO_DOCS) -pl test/examples -am
	@echo "$(PUMPS) pumps, $(WORKERS) workers. Talk to it: nc 127.0.0.1 $(or $(PORT),9000)   Stop it: Ctrl-C"
	@exec $(JAVA) -cp test/examples/target/examples.jar io.epump.examples.EchoServer $(or $(PORT),9000) $(PUMPS) $(WORKERS)

build: ## compile and package all, with sources and javadoc jars; runs no test
	$(MVN_QUIET) package -DskipTests

test: ## all tests, jcstress in sanity mode, permutation tests on another JDK
	@.ci/env .ci/test

bench: ## benchmarks, each beside a peer
	@$(MVN_QUIET) package -DskipTests $(NO_DOCS) -pl test/examples,test/bench -am
	@.ci/env sh test/bench/run.sh

stress: ## the full jcstress run (long); JCSTRESS="-t PATTERN" narrows it
	@$(MVN_QUIET) package -DskipTests $(NO_DOCS) -pl test/stress -am
	cd test/stress/target && ../../../.ci/env java -jar jcstress.jar $(JCSTRESS)

fuzz: ## fuzz what parses bytes from elsewhere, each fuzzer for a minute
	@$(MVN_QUIET) install -DskipTests $(NO_DOCS) -pl ejet-httpd -am
	@for fuzzer in $(FUZZERS); do echo "fuzz: $$fuzzer"; \
	JAZZER_FUZZ=1 $(MVN) test -pl test/fuzz -Dtest="$$fuzzer" || exit 1; done

soak: ## a long run under load
	@echo "soak: not yet; a soak run comes with the web server."

lint: ## formatter check, all warnings as errors, javadoc checks
	@$(MVN_QUIET) spotless:check test-compile javadoc:javadoc

format: ## format the sources
	@$(MVN_QUIET) spotless:apply

peers: ## install the programs that tests and benchmarks compare with: nginx, wrk, curl, dnsmasq
	@.ci/peers

install: ## install eJet below PREFIX (/usr/local), and the libraries into the local Maven repository
	$(MVN_QUIET) install -DskipTests -pl $(LIBS) -am
	ejet-httpd/src/main/packaging/install '$(DESTDIR)' '$(PREFIX)'

clean: ## remove all that was built
	@$(MVN_QUIET) clean
