// These packages import JSON without saying so, which Node refuses without this.
import { register } from "node:module";

register(
  "data:text/javascript," +
    encodeURIComponent(`
      export async function load(url, context, next) {
        return next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context);
      }
      export async function resolve(specifier, context, next) {
        const found = await next(specifier, context);
        return found.url.endsWith(".json") ? { ...found, importAttributes: { type: "json" } } : found;
      }
    `),
);
