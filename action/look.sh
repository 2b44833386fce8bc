# Whether the .NET 10 runtime is here.
set -euo pipefail
if [ -n "$PRISMATIC_TOOL" ] || (command -v dotnet >/dev/null && dotnet --list-sdks | grep -q '^10\.'); then
  echo "dotnet=here" >>"$GITHUB_OUTPUT"
else
  echo "dotnet=missing" >>"$GITHUB_OUTPUT"
fi
