#!/usr/bin/env bash
# Publishes the Windows build for the CPU and runs it under Wine: that everything loads, that results and exit codes come through.
# Numbers of DirectML cannot be tested so. Skips, with a line and exit code 0, where Wine is not there.
# Usage: tests/wine-smoke.sh [FOLDER]   the folder keeps the build and Wine's own files for the next run
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v wine > /dev/null; then
  echo "wine-smoke: skipped, wine is not installed"
  exit 0
fi

keep=${1:-}
work=${keep:-$(mktemp -d)}
mkdir -p "$work"
work=$(cd "$work" && pwd)
cleanup() {
  WINEPREFIX="$work/prefix" wineserver -k > /dev/null 2>&1 || true
  [ -n "$keep" ] || rm -rf "$work"
}
trap cleanup EXIT

# Never turn mscoree off, as many scripts do: .NET's own libraries are then not found.
export WINEPREFIX="$work/prefix" WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES="mshtml="
# Wine maps memory a second time in a way that .NET cannot free dynamic methods through: without this it ends with
# "Internal CLR error" in a finalizer. Windows needs no such thing.
export DOTNET_EnableWriteXorExecute=0
unset DISPLAY

dotnet publish src/Prismatic.Tool -c Release -r win-x64 --self-contained -o "$work/program" -v quiet -nologo
if [ ! -d "$WINEPREFIX" ]; then
  wine wineboot -i > /dev/null 2>&1
  wine winecfg -v win10 > /dev/null 2>&1
fi
wineserver -w

run="$work/run"
rm -rf "$run"
mkdir -p "$run"
cp docs/samples/word-problems.parquet "$run/"
printf '{"text": "one"}\n{"text": \n' > "$run/broken.jsonl"
failed=0

# expect NAME CODE TEXT ARGUMENTS...: a crash may come back as 0 through Wine, so the text counts as much as the code.
expect() {
  local name=$1 code=$2 text=$3 got=0
  shift 3
  (cd "$run" && timeout 300 wine "$work/program/Prismatic.Tool.exe" "$@") > "$run/log" 2>&1 < /dev/null || got=$?
  if [ "$got" = "$code" ] && tr -d '\r' < "$run/log" | grep -qF -- "$text"; then
    echo "ok   $name"
  else
    echo "FAIL $name: exit code $got for $code, wanted: $text"
    sed 's/^/     /' "$run/log"
    failed=1
  fi
}

expect "version" 0 "ONNX Runtime 1." --version
expect "doctor" 0 "ok   embedded proxy model" doctor
expect "doctor lists the CPU alone" 0 "ok   devices                cpu" doctor
expect "audit" 0 "Mixed: " audit word-problems.parquet --no-progress --json audit.json
expect "filter" 0 "Kept rows: " filter word-problems.parquet -o kept.parquet --keep 50 --no-progress
expect "gradients" 0 "vectors.parquet" gradients word-problems.parquet -o vectors.parquet --sample 20 --no-progress
expect "wrong command line" 2 "prismatic: error: --device abacus: give auto, cpu, directml or cuda" audit word-problems.parquet --device abacus
expect "broken input" 3 "broken.jsonl:2" audit broken.jsonl --text text
expect "missing input" 3 "prismatic: error: " audit nowhere.parquet
expect "no DirectML in this build" 4 "the device directml:0 cannot be used: this build of prismatic has no directml" audit word-problems.parquet --device directml
for file in audit.json prismatic-report.html kept.parquet kept.dropped.parquet vectors.parquet; do
  [ -s "$run/$file" ] || { echo "FAIL $file was not written"; failed=1; }
done
exit $failed
