// Reads actions and workflows with the parser of their host's own tools. Usage: node validate.mjs FILE...; prints what is wrong.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
import { parseAction } from "@actions/workflow-parser/actions/action-parser";

const wrong = [];
for (const name of process.argv.slice(2)) {
  const file = { name, content: readFileSync(name, "utf8") };
  const parse = basename(name).startsWith("action.") ? parseAction : parseWorkflow;
  const result = parse(file, new NoOperationTraceWriter());
  for (const fault of result.context.errors.getErrors()) wrong.push(`${name}: ${fault.message}`);
}
console.log(JSON.stringify(wrong));
