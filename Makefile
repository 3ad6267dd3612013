# The front door. Each target calls a CMake preset or a script in tools/; see CONTRIBUTING.md.
.PHONY: all check clang asan lint format coverage release release-aarch64 demo test test-release \
        test-engines test-packages test-proof prove dist image bench bench-docs clean

all: check

# Configure, build with warnings as errors, run the quick tests.
check:
	tools/setup build test
	cmake --workflow --preset check

# The same with clang.
clang:
	tools/setup build test
	cmake --workflow --preset clang

# The same under the address and undefined behaviour sanitizers.
asan:
	tools/setup build test
	cmake --workflow --preset asan
	tools/test-sanitized

lint:
	tools/setup build test lint
	cmake --preset check >/dev/null
	tools/lint

format:
	tools/setup lint
	clang-format-14 -i $$(git ls-files '*.cc' '*.h')

# Line and branch report of core/ and cli/, which the unit tests are to cover completely.
coverage:
	tools/setup build test coverage
	tools/coverage

# The static file that users install, and a check that it is one.
release:
	tools/setup build
	cmake --workflow --preset release
	tools/check-release build/release/dumb-init

# The same for 64-bit ARM; tests run it in an emulator.
release-aarch64:
	tools/setup build aarch64
	cmake --workflow --preset release-aarch64
	tools/check-release build/release-aarch64/dumb-init

# Shows what PID 1 has to do, without and with the init.
demo: release
	tools/setup demo
	tools/demo build/release/dumb-init

# Everything: quick tests with g++, with clang and its sanitizers, the release file, real containers, the
# packages of this machine, and the short form of the proof. `asan` has all warnings of `clang`.
test:
	tools/setup $(SETUP)
	$(MAKE) check asan test-release test-engines test-packages test-proof

SETUP = build test aarch64 engines dist image packages architectures kernels calls coverage fuzz analysis

# The namespace tests and the start-up race against the static file, also on emulated ARM.
test-release: check release release-aarch64
	tools/test-release

# The static file as PID 1 of real containers.
test-engines: release
	tools/setup engines
	tools/test-engines

# Everything that docs/proof.md claims, in full: hours. What of it every change has to pass is in `test`.
prove: check release
	tools/setup calls coverage fuzz analysis architectures kernels
	tools/prove -w

# The form of it that every change has to pass.
test-proof: check release
	tools/setup calls coverage fuzz analysis architectures kernels
	tools/prove --short

# A release in dist/: static files, packages, archives, checksums. tools/sign signs it.
dist:
	tools/setup build dist architectures
	tools/dist

# The image that other images copy from, of what is in dist/.
image:
	tools/setup image
	tools/image

# What a release has for this machine, installed as its users would; another one is there, too.
test-packages:
	tools/setup build dist image packages architectures
	tools/dist -o build/dist $$(dpkg --print-architecture) i386
	DIST=$(CURDIR)/build/dist bats tests/packages

bench: release
	tools/setup bench
	bench/run

# The same, for docs/benchmarks.md and docs/scale.md.
bench-docs: release
	tools/setup bench
	bench/run -w

clean:
	rm -rf build $${TMPDIR:-/tmp}/dumb-init-tests-*
