# Says it in the pull request. Whatever becomes of the comment, the verdict stands.
set -euo pipefail
arguments=(comment "$PRISMATIC_RESULTS")
if [ -n "${PRISMATIC_REPORT_URL:-}" ]; then
  arguments+=("--report-url=$PRISMATIC_REPORT_URL")
fi
if [ -n "${PRISMATIC_CHECK_RUN:-}" ]; then
  arguments+=("--check-run=$PRISMATIC_CHECK_RUN")
fi
if [ "${PRISMATIC_FROM_ARTIFACT:-}" = true ]; then
  arguments+=(--from-artifact "--head=$PRISMATIC_HEAD" "--head-repository=$PRISMATIC_HEAD_REPOSITORY" "--run=$PRISMATIC_RUN" "--attempt=$PRISMATIC_ATTEMPT")
fi
status=0
outcome="$("$PRISMATIC" "${arguments[@]}")" || status=$?
printf '%s\n' "$outcome"
if [ "$status" -ne 0 ]; then
  echo "::warning title=Prismatic::The comment could not be posted (exit code $status); the report and the verdict stand."
  if [ "${PRISMATIC_FROM_ARTIFACT:-}" = true ]; then
    exit "$status"
  fi
  exit 0
fi
# The first word of the line that tells it; an address behind it may hold any word.
word="$(printf '%s\n' "$outcome" | sed -nE 's/^(created|updated|unchanged|older|none|refused)( .*)?$/\1/p' | tail -n 1)"
echo "comment=$word" >>"$GITHUB_OUTPUT"
