// Runs the steps of a composite action as a runner would: expressions, conditions, outputs, a real shell. Steps that use other actions are
// told, and answer what the job says. Usage: node run.mjs ACTION.yml JOB.json; prints what became of every step as JSON.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { data, Evaluator, Lexer, Parser } from "@actions/expressions";
import YAML from "yaml";

const [file, jobFile] = process.argv.slice(2);
const action = YAML.parse(readFileSync(file, "utf8"));
const job = JSON.parse(readFileSync(jobFile, "utf8"));
const temp = job.temp;
mkdirSync(temp, { recursive: true });

const steps = {};
let failed = false;
const inputs = Object.fromEntries(
  Object.entries(action.inputs ?? {}).map(([name, input]) => [name, job.inputs?.[name] ?? text(input.default ?? "")]),
);

function context() {
  return { inputs, steps, github: job.github, runner: { os: "Linux", temp }, env: {} };
}

function value(source) {
  const tokens = new Lexer(source).lex().tokens;
  const all = context();
  const functions = [
    { name: "success", minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(!failed) },
    { name: "failure", minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(failed) },
    { name: "always", minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(true) },
  ];
  const tree = new Parser(tokens, Object.keys(all), functions).parse();
  const result = new Evaluator(tree, JSON.parse(JSON.stringify(all), data.reviver), new Map(functions.map((f) => [f.name, f]))).evaluate();
  return result;
}

function text(source) {
  return String(source).replace(/\$\{\{(.*?)\}\}/gs, (_, inner) => value(inner.trim()).coerceString());
}

function holds(condition) {
  const source = condition === undefined ? "success()" : String(condition);
  const asked = /\b(success|failure|always)\(\)/.test(source) ? source : `success() && (${source})`;
  const result = value(asked);
  return result.kind === data.Kind.Boolean ? result.value : result.coerceString() !== "" && result.coerceString() !== "0";
}

function outputsOf(path) {
  const outputs = {};
  const lines = readFileSync(path, "utf8").split("\n");
  for (let i = 0; i < lines.length; i++) {
    const here = /^([^=<]+)<<(.+)$/.exec(lines[i]);
    if (here) {
      const end = lines.indexOf(here[2], i + 1);
      outputs[here[1]] = lines.slice(i + 1, end).join("\n");
      i = end;
    } else if (lines[i].includes("=")) {
      const at = lines[i].indexOf("=");
      outputs[lines[i].slice(0, at)] = lines[i].slice(at + 1);
    }
  }
  return outputs;
}

const told = [];
action.runs.steps.forEach((step, i) => {
  const name = step.id ?? `step-${i}`;
  if (!holds(step.if)) {
    told.push({ name, outcome: "skipped" });
    steps[name] = { outputs: {}, outcome: "skipped" };
    return;
  }
  const env = Object.fromEntries(Object.entries(step.env ?? {}).map(([key, source]) => [key, text(source)]));
  if (step.uses) {
    const given = Object.fromEntries(Object.entries(step.with ?? {}).map(([key, source]) => [key, text(source)]));
    const outputs = job.uses?.[step.uses.split("@")[0]] ?? {};
    told.push({ name, outcome: "success", uses: step.uses, with: given });
    steps[name] = { outputs, outcome: "success" };
    return;
  }
  const [outputFile, scriptFile] = [join(temp, `output-${i}`), join(temp, `script-${i}.sh`)];
  writeFileSync(outputFile, "");
  writeFileSync(scriptFile, text(step.run));
  const ran = spawnSync("bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", scriptFile], {
    cwd: job.workspace,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: {
      ...job.env,
      ...env,
      GITHUB_ACTIONS: "true",
      GITHUB_ACTION_PATH: dirname(file),
      GITHUB_OUTPUT: outputFile,
      GITHUB_STEP_SUMMARY: join(temp, "summary.md"),
      RUNNER_TEMP: temp,
      RUNNER_OS: "Linux",
    },
  });
  const outcome = ran.status === 0 ? "success" : "failure";
  failed ||= outcome === "failure" && !step["continue-on-error"];
  steps[name] = { outputs: outputsOf(outputFile), outcome };
  told.push({ name, outcome, code: ran.status, out: ran.stdout, error: ran.stderr, outputs: steps[name].outputs });
});

const outputs = Object.fromEntries(Object.entries(action.outputs ?? {}).map(([name, output]) => [name, text(output.value)]));
console.log(JSON.stringify({ failed, outputs, steps: told }));
