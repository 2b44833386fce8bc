# Installs the tool into a folder of its own, or takes the one that is there.
set -euo pipefail
if [ -n "$PRISMATIC_TOOL" ]; then
  printf 'prismatic=%s\n' "$(printf '%s' "$PRISMATIC_TOOL" | tr -d '\r\n')" >>"$GITHUB_OUTPUT"
  exit 0
fi
case "$PRISMATIC_VERSION" in
  '' | *[!0-9A-Za-z.-]*)
    echo "prismatic: error: the input version must be a version of the tool" >&2
    exit 2
    ;;
esac
folder="$RUNNER_TEMP/prismatic-tool"
arguments=(tool install Prismatic.Tool --tool-path "$folder" --version "$PRISMATIC_VERSION")
if [ -n "$PRISMATIC_SOURCE" ]; then
  arguments+=(--add-source "$PRISMATIC_SOURCE")
fi
# Package sources fail now and then.
for wait in 5 15 0; do
  if [ -x "$folder/prismatic" ] || [ -f "$folder/prismatic.exe" ] || dotnet "${arguments[@]}"; then
    printf 'prismatic=%s\n' "$folder/prismatic" >>"$GITHUB_OUTPUT"
    exit 0
  fi
  sleep "$wait"
done
echo "prismatic: error: the tool cannot be installed; see above" >&2
exit 4
