# Audits what the pull request changes. It ends with 0: the last step of the Action ends as the audit did.
set -euo pipefail
results="$RUNNER_TEMP/prismatic-results"
cache="$RUNNER_TEMP/prismatic-cache"
rm -rf "$results"
mkdir -p "$results" "$cache"
export PRISMATIC_CACHE="$cache/vectors"

arguments=(pull-request "--output=$results" "--base-cache=$cache/base" --exit-zero)
# A value is one argument, whatever stands in it.
add() {
  if [ -n "$2" ]; then
    arguments+=("$1=$2")
  fi
}
add --paths "$PRISMATIC_PATHS"
add --files "$PRISMATIC_FILES"
add --verb "$PRISMATIC_VERB"
add --gates "$PRISMATIC_GATES"
add --features "$PRISMATIC_FEATURES"
add --text "$PRISMATIC_TEXT"
add --prompt "$PRISMATIC_PROMPT"
add --response "$PRISMATIC_RESPONSE"
add --messages "$PRISMATIC_MESSAGES"
add --sample "$PRISMATIC_SAMPLE"
add --examples "$PRISMATIC_EXAMPLES"
add --max-files "$PRISMATIC_MAX_FILES"
add --comments "$PRISMATIC_COMMENTS"
add --key "$PRISMATIC_KEY"
if [ "$PRISMATIC_LFS" = never ]; then
  add --max-download 0
else
  add --max-download "$PRISMATIC_MAX_DOWNLOAD"
fi

status=0
"$PRISMATIC" "${arguments[@]}" || status=$?
if [ "$status" -ne 0 ]; then
  echo "exit-code=$status" >>"$GITHUB_OUTPUT"
  echo "verdict=failed" >>"$GITHUB_OUTPUT"
  exit 0
fi
echo "results=$results" >>"$GITHUB_OUTPUT"
# The name of the file is the name of the artifact.
name="$(printf '%s' "$PRISMATIC_ARTIFACT" | tr -cd 'A-Za-z0-9._-')"
if [ -f "$results/report.html" ]; then
  page="$RUNNER_TEMP/${name:-prismatic-report}.html"
  cp "$results/report.html" "$page"
  echo "page=$page" >>"$GITHUB_OUTPUT"
fi
