# What this machine is and has, and the system packages that it lacks. Sourced by scripts/setup, whose functions (say,
# die, engine_kind, has_engine) and options (want_...) it uses.
# shellcheck shell=bash disable=SC2154

has() { command -v "$1" >/dev/null 2>&1; }

# True if version $1 is at least version $2 (two numbers each).
at_least() {
    local a=${1%%.*} b=${2%%.*} c d
    c=${1#*.} c=${c%%.*} d=${2#*.} d=${d%%.*}
    ((a > b || (a == b && c >= d)))
}

is_linux_x86_64() { [[ $(uname -s) == Linux && $(uname -m) == x86_64 ]]; }

glibc() { getconf GNU_LIBC_VERSION 2>/dev/null | sed 's/^glibc //'; }

# The instruction sets of this processor that compilers use unasked, in the names of /proc/cpuinfo, one a line. Nothing
# where the system does not tell.
instruction_sets() {
    local all='.'
    if [[ $(uname -m) == x86_64 ]]; then all='^(sse|ssse|avx|amx|fma|f16c|bmi|abm|popcnt|movbe|xop)'; fi
    sed -n '/^\(flags\|Features\)[[:space:]]*:/{s/^[^:]*:[[:space:]]*//p;q;}' /proc/cpuinfo 2>/dev/null |
        tr ' ' '\n' | grep -E "$all" || true
}

# missing_instruction_sets NAMES: those that this processor does not have, in a list as NAMES is one.
missing_instruction_sets() {
    local name present missing=
    present=" $(instruction_sets | tr '\n' ' ') "
    for name in $1; do
        [[ $present == *" $name "* ]] || missing+=" $name"
    done
    echo "${missing# }"
}

# Says why the packaged engine is not for this machine. Nothing if it is.
engine_package_problem() {
    local version missing
    version=$(glibc) || version=
    if ! is_linux_x86_64 || [[ -z $version ]] || ! at_least "$version" "$engine_glibc"; then
        echo "is for Linux on x86-64 with glibc $engine_glibc or newer; this is $(uname -sm)${version:+ with glibc $version}"
        return
    fi
    missing=$(missing_instruction_sets "$engine_instructions")
    [[ -z $missing ]] || echo "needs a processor with ${missing// /, }"
}

# A llama-server that is not ours: the one named, else one on PATH.
foreign_engine() {
    if [[ -n ${MARTLET_LLAMA_SERVER:-} ]]; then
        printf '%s' "$MARTLET_LLAMA_SERVER"
    else
        command -v llama-server
    fi
}

# How many compilers may run at the same time: one for each processor, as far as the memory goes.
compilers() {
    local processors memory
    processors=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
    if has nproc; then processors=$(nproc); fi
    memory=$(sed -n 's/^MemAvailable: *\([0-9]*\) kB$/\1/p' /proc/meminfo 2>/dev/null)
    memory=$((${memory:-2000000} / 1000000)) # gigabytes: none needs more than one
    if ((memory < processors)); then processors=$memory; fi
    echo $((processors > 0 ? processors : 1))
}

how_to_get_engine() {
    say "Setup brings llama-server to Linux only; this is $(uname -sm)."
    say "Provide one yourself, then run scripts/setup again:"
    say "  brew install llama.cpp        (or build https://github.com/ggml-org/llama.cpp)"
    say "  and put llama-server on PATH, or set MARTLET_LLAMA_SERVER to it."
}

swift_hint="Install Swift 6.2 or newer: https://www.swift.org/install/"
python_hint="Install Python 3.10 or newer with pip and venv (Debian, Ubuntu: apt-get install python3 python3-pip \
python3-venv; macOS: brew install python)."

swift_problem() {
    has swift || { echo "swift is not on PATH. $swift_hint" && return; }
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
    [[ -n $version ]] || { echo "swift --version does not answer. $swift_hint" && return; }
    at_least "$version" 6.2 || echo "Swift $version is too old. $swift_hint"
}

python_problem() {
    has python3 || { echo "python3 is not on PATH. $python_hint" && return; }
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 8))' || echo "python3 is too old. $python_hint"
}

# --- System packages -------------------------------------------------------------------------------------------------

has_library() {
    [[ -n $(find /lib /usr/lib /lib64 /usr/lib64 -maxdepth 2 -name "$1" -print 2>/dev/null | head -n 1) ]]
}

has_ffmpeg() { [[ -n ${MARTLET_FFMPEG:-} ]] || has ffmpeg; }

# Tesseract with the language that is its default here. One that MARTLET_TESSERACT names is its owner's business.
has_tesseract() {
    [[ -z ${MARTLET_TESSERACT:-} ]] || return 0
    has tesseract && tesseract --list-langs 2>/dev/null | grep -qx eng
}

# What Homebrew has of the same for macOS, where the compiler brings the libraries.
missing_formulae() {
    [[ $want_system == yes ]] || return 0
    has_ffmpeg || echo ffmpeg
    has_tesseract || echo tesseract
}

# The packages that are missing for what was asked, one a line: Debian's names, on macOS Homebrew's.
missing_packages() {
    is_linux || {
        missing_formulae
        return 0
    }
    if [[ $want_system == yes ]]; then
        has git || echo git
        [[ -e /usr/include/zlib.h ]] || echo zlib1g-dev
        [[ -e /usr/include/sqlite3.h ]] || echo libsqlite3-dev
        # The platform reads images and videos with these.
        has_ffmpeg || echo ffmpeg
        has_tesseract || printf '%s\n' tesseract-ocr tesseract-ocr-eng
        # The sandbox of commands that a model runs.
        has bwrap || echo bubblewrap
        has python3 || printf '%s\n' python3 python3-pip python3-venv
    fi
    if [[ $want_system$want_engine == *yes* ]]; then
        case $(engine_kind) in
            package | source) has_library libgomp.so.1 || echo libgomp1 ;;
        esac
        if [[ $(engine_kind) == source ]] && ! has_engine; then
            # It is built here.
            has cmake || echo cmake
            has g++ || echo g++
            has make || echo make
        fi
    fi
    if has python3 && [[ $(command -v python3) == /usr/bin/python3 ]]; then
        python3 -c 'import pip' 2>/dev/null || echo python3-pip
        [[ $want_interop == no ]] || python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
    fi
    if [[ $want_bench == yes ]]; then
        [[ -n $(nginx_path) ]] || echo nginx-light
        has wrk || echo wrk
        has g++ || echo g++
    fi
}

is_linux() { [[ $(uname -s) == Linux ]]; }

nginx_path() { PATH=$PATH:/usr/sbin command -v nginx || true; }

install_packages() {
    local packages superuser=() had_nginx
    packages=$(missing_packages | tr '\n' ' ')
    packages=${packages% }
    [[ -n $packages ]] || return 0
    if ! is_linux; then
        has brew || die "these are missing: $packages. Install Homebrew (https://brew.sh) and run scripts/setup again."
        say "Installing with Homebrew: $packages"
        # shellcheck disable=SC2086 # a list of names
        brew install --quiet $packages </dev/null >&2 || die "brew could not install: $packages"
        return 0
    fi
    has apt-get || die "these are missing (Debian's names; install them with this system's package manager): $packages"
    if [[ $(id -u) != 0 ]]; then
        { has sudo && sudo -n true 2>/dev/null; } ||
            die "system packages are missing. Run this, then scripts/setup again:
  sudo apt-get update && sudo apt-get install --no-install-recommends $packages"
        superuser=(sudo -n)
    fi
    superuser+=(env DEBIAN_FRONTEND=noninteractive)
    had_nginx=$(nginx_path)
    say "Installing system packages: $packages"
    "${superuser[@]}" apt-get -qq -o DPkg::Lock::Timeout=300 update >&2 || say "apt-get update failed; going on."
    # shellcheck disable=SC2086 # a list of names
    "${superuser[@]}" apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 install --yes --no-install-recommends \
        $packages </dev/null >&2 || die "apt-get could not install: $packages"
    if [[ $packages == *nginx* && -z $had_nginx ]]; then
        # Debian starts a new nginx as a service; the benchmarks start their own.
        if [[ -d /run/systemd/system ]]; then
            "${superuser[@]}" systemctl disable --now nginx >&2 || true
        else
            "${superuser[@]}" service nginx stop >&2 || true
        fi
    fi
}
