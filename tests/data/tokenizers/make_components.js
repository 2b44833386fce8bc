// Ids that the Rust library "tokenizers" gives for each component of tokenizer.json that we read.
//
//     npm install @anush008/tokenizers@0.6.0
//     node tests/data/tokenizers/make_components.js
//
// All texts and vocabularies are made up here. A piece for every run of up to five letters, taken whole (ignore_merges), shows in the
// ids where a text was cut and what became of it.

const fs = require("fs");
const path = require("path");
const { Tokenizer } = require("@anush008/tokenizers");

const texts = [
  "", " ", "the old boat", "  two  spaces ", "tab\tline\nend\r\n", "don't we'll I'm", "a1b22 333", "x=3.14, y!", "Ünïcödé E\u0301e\u0301",
  "ﬁsh ①½ Ａｂ", "小さな猫 river", "안녕 한국", "नमस्ते", "😀a👩\u200d👧", "İstanbul ǅ ß", "a\u200bb\u00a0c\u3000d", "▁the▁boat", "<T> x<T>y <T>",
  "The THE the", "aaaa bb", "one--two---", "wordA Aword A.A", "\u0001\u007f\u0085z", "⁇ <0x41>",
];

const alphabet = (() => {
  const letters = [];
  let next = 256;
  for (let b = 0; b < 256; b++) {
    const own = (b >= 33 && b <= 126) || (b >= 0xa1 && b <= 0xac) || b >= 0xae;
    letters.push(String.fromCodePoint(own ? b : next++));
  }
  return letters;
})();
const spell = (text) => [...Buffer.from(text, "utf8")].map((b) => alphabet[b]).join("");

function pieces(list, longest) {
  const all = new Set(["<unk>"]);
  for (const text of list)
    for (const form of [text, text.normalize("NFKC"), text.normalize("NFKD"), text.toLowerCase()]) {
      const signs = [...form];
      for (let i = 0; i < signs.length; i++)
        for (let n = 1; n <= longest && i + n <= signs.length; n++) all.add(signs.slice(i, i + n).join(""));
    }
  return Object.fromEntries([...all].sort().map((piece, id) => [piece, id]));
}

const spaced = texts.map((text) => "▁" + text.replaceAll(" ", "▁"));
const bpe = (vocab, merges, more) => ({ type: "BPE", unk_token: null, fuse_unk: false, byte_fallback: false, ignore_merges: false, vocab, merges, ...more });
const bytes = Object.fromEntries([...Array(256).keys()].map((b) => [`<0x${b.toString(16).toUpperCase().padStart(2, "0")}>`, 300 + b]));
const few = Object.fromEntries(["<unk>", "t", "h", "e", " ", "o", "l", "d", "b", "a", "th", "the", "aa", "aaa", " o", "ol", "old"].map((p, i) => [p, i]));
const merges = [["t", "h"], ["a", "a"], ["th", "e"], ["o", "l"], ["aa", "a"], [" ", "o"], ["ol", "d"]];
const scores = [["<unk>", 0], ["t", -3], ["h", -3.5], ["e", -2], ["th", -4], ["the", -4.5], [" ", -2.5], [" o", -4], ["old", -5], ["o", -3], ["l", -3],
  ["d", -3], ["a", -2], ["aa", -4], ["aaa", -5.5], ["boat", -6], ["b", -3]];
const byteScores = [...Array(256).keys()].map((b) => [`<0x${b.toString(16).toUpperCase().padStart(2, "0")}>`, -9]);

const models = {
  plain: bpe(pieces([...texts, ...spaced], 5), [], { ignore_merges: true, unk_token: "<unk>" }),
  spelled: bpe(pieces(texts.flatMap((t) => [spell(t), spell(" " + t)]), 5), [], { ignore_merges: true, unk_token: "<unk>" }),
  merged: bpe(few, merges),
  unknown: bpe(few, merges, { unk_token: "<unk>" }),
  fused: bpe(few, merges, { unk_token: "<unk>", fuse_unk: true }),
  fallback: bpe({ ...few, ...bytes }, merges, { unk_token: "<unk>", fuse_unk: true, byte_fallback: true }),
  unigram: { type: "Unigram", unk_id: 0, byte_fallback: false, vocab: scores },
  "unigram-fallback": { type: "Unigram", unk_id: 0, byte_fallback: true, vocab: [...scores, ...byteScores] },
};

const cases = [];
const add = (name, parts, model = "plain") => cases.push({ name, model, parts });
const normalizer = (name, n) => add("normalizer " + name, { normalizer: n });
const cutter = (name, p, model) => add("pre-tokenizer " + name, { pre_tokenizer: p }, model);

for (const type of ["NFC", "NFD", "NFKC", "NFKD", "Lowercase", "Nmt"]) normalizer(type, { type });
normalizer("StripAccents", { type: "Sequence", normalizers: [{ type: "NFD" }, { type: "StripAccents" }] });
normalizer("Replace string", { type: "Replace", pattern: { String: "o" }, content: "the" });
normalizer("Replace regex", { type: "Replace", pattern: { Regex: "\\s{2,}" }, content: " " });
normalizer("Prepend", { type: "Prepend", prepend: "▁" });
for (const [l, r] of [[true, true], [true, false], [false, true]]) normalizer(`Strip ${l} ${r}`, { type: "Strip", strip_left: l, strip_right: r });
normalizer("Precompiled", { type: "Precompiled", precompiled_charsmap: fs.readFileSync(path.join(__dirname, "map.base64"), "utf8").trim() });
normalizer("Sequence", { type: "Sequence", normalizers: [{ type: "NFKC" }, { type: "Lowercase" }, { type: "Replace", pattern: { String: " " }, content: "▁" }] });
normalizer("empty Sequence", { type: "Sequence", normalizers: [] });

for (const prefix of [true, false])
  for (const regex of [true, false])
    cutter(`ByteLevel ${prefix} ${regex}`, { type: "ByteLevel", add_prefix_space: prefix, trim_offsets: true, use_regex: regex }, "spelled");
for (const behavior of ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"])
  for (const invert of [false, true]) {
    cutter(`Split string ${behavior} ${invert}`, { type: "Split", pattern: { String: " " }, behavior, invert });
    cutter(`Split regex ${behavior} ${invert}`, { type: "Split", pattern: { Regex: "[ae]|\\p{N}{1,2}|-+" }, behavior, invert });
    if (!invert) cutter(`Punctuation ${behavior}`, { type: "Punctuation", behavior });
  }
for (const individual_digits of [true, false]) cutter(`Digits ${individual_digits}`, { type: "Digits", individual_digits });
for (const prepend_scheme of ["always", "first", "never"])
  for (const split of [true, false]) cutter(`Metaspace ${prepend_scheme} ${split}`, { type: "Metaspace", replacement: "▁", prepend_scheme, split });
cutter("Metaspace _", { type: "Metaspace", replacement: "_", prepend_scheme: "always", split: true });
for (const type of ["Whitespace", "WhitespaceSplit"]) cutter(type, { type });
cutter("Sequence", { type: "Sequence", pretokenizers: [{ type: "WhitespaceSplit" }, { type: "Digits", individual_digits: true }, { type: "Punctuation", behavior: "Isolated" }] });
cutter("GPT-4 words", { type: "Sequence", pretokenizers: [
  { type: "Split", behavior: "Isolated", invert: false, pattern: { Regex: "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+" } },
  { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: false }] }, "spelled");

for (const model of ["merged", "unknown", "fused", "fallback", "unigram", "unigram-fallback"]) {
  add("model " + model, {}, model);
  add(`model ${model} in words`, { pre_tokenizer: { type: "Split", pattern: { String: " " }, behavior: "MergedWithNext", invert: false } }, model);
}

const token = (content, more) => ({ id: 9000, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: false, ...more });
const lower = { normalizer: { type: "Lowercase" } };
for (const flag of ["lstrip", "rstrip", "single_word", "special"]) add(`added ${flag}`, { added_tokens: [token("<T>", { [flag]: true })] });
add("added lstrip rstrip", { added_tokens: [token("<T>", { lstrip: true, rstrip: true })] });
add("added word", { added_tokens: [token("A", { single_word: true })] });
add("added raw", { ...lower, added_tokens: [token("THE")] });
add("added normalized", { ...lower, added_tokens: [token("THE", { normalized: true })] });
add("added both", { ...lower, added_tokens: [token("THE", { normalized: true }), token("The", { id: 9001 })] });
add("added longest", { added_tokens: [token("aa"), token("aaa", { id: 9001 }), token("b", { id: 9002 })] });
add("added of the model", { added_tokens: [token("the", { id: models.plain.vocab.the })] });
add("added behind Metaspace first", { pre_tokenizer: { type: "Metaspace", replacement: "▁", prepend_scheme: "first", split: true }, added_tokens: [token("<T>")] });
add("added behind Prepend", { normalizer: { type: "Prepend", prepend: "▁" }, added_tokens: [token("<T>", { normalized: true })] });

const special = (id, content) => token(content, { id, special: true });
const around = { added_tokens: [special(9000, "<T>"), special(9001, "<S>"), special(9002, "<E>")] };
const template = (single) => ({
  type: "TemplateProcessing", single, pair: [...single, { Sequence: { id: "B", type_id: 1 } }],
  special_tokens: { "<S>": { id: "<S>", ids: [9001], tokens: ["<S>"] }, "<E>": { id: "<E>", ids: [9002], tokens: ["<E>"] } },
});
const [S, A, E] = [{ SpecialToken: { id: "<S>", type_id: 0 } }, { Sequence: { id: "A", type_id: 0 } }, { SpecialToken: { id: "<E>", type_id: 0 } }];
add("post-processor both", { ...around, post_processor: template([S, A, E]) });
add("post-processor begin", { ...around, post_processor: template([S, A]) });
add("post-processor end", { ...around, post_processor: template([A, E]) });
add("post-processor Bert", { ...around, post_processor: { type: "BertProcessing", sep: ["<E>", 9002], cls: ["<S>", 9001] } });
add("post-processor Roberta", { ...around, post_processor: { type: "RobertaProcessing", sep: ["<E>", 9002], cls: ["<S>", 9001], trim_offsets: true, add_prefix_space: false } });
add("post-processor Sequence", { ...around, post_processor: { type: "Sequence", processors: [{ type: "ByteLevel", add_prefix_space: true, trim_offsets: false, use_regex: true }, template([S, A])] } });

(async () => {
  for (const c of cases) {
    const whole = c.name.startsWith("post-processor");
    const json = { version: "1.0", truncation: null, padding: null, added_tokens: [], normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null, ...c.parts, model: models[c.model] };
    const t = Tokenizer.fromString(JSON.stringify(json));
    c.ids = [];
    for (const text of texts) c.ids.push((await t.encode(text, null, { addSpecialTokens: whole })).getIds().join(" "));
  }
  const lines = cases.map((c) => JSON.stringify(c));
  const head = JSON.stringify({ texts, models }).slice(0, -1);
  fs.writeFileSync(path.join(__dirname, "components.json"), `${head},"cases":[\n${lines.join(",\n")}\n]}\n`);
  console.log(cases.length, "cases");
})();
