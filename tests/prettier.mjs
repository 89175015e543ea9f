// Formats YAML as Prettier does: a JSON string on each line of standard input, and of the output.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const prettier = createRequire(process.argv[2])("prettier");
const options = { parser: "yaml", printWidth: 80, proseWrap: "preserve" };
for await (const line of createInterface({ input: process.stdin })) {
  const text = await prettier.format(JSON.parse(line), options).catch((error) => `${error}`);
  process.stdout.write(`${JSON.stringify(text)}\n`);
}
