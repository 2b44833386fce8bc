// Ids and token types that the Rust library "tokenizers" gives for BERT's tokenizers: normalizer, words, pieces, one text and two.
//
//     npm install @anush008/tokenizers@0.6.0
//     node tests/data/tokenizers/make_wordpiece.js
//
// All texts and vocabularies are made up here.

const fs = require("fs");
const path = require("path");
const { Tokenizer, TruncationStrategy } = require("@anush008/tokenizers");

const texts = [
  "", " ", "the old boat", "The OLD Boats, unboated!", "  two  spaces ", "tab\tline\nend\r\n", "don't we'll I'm", "a1b22 333", "x=3.14, y!",
  "Ünïcödé E\u0301e\u0301 naïve", "ﬁsh ①½ Ａｂ", "小さな猫 river 川の水", "안녕 한국", "नमस्ते", "😀a👩\u200d👧", "İstanbul ǅ ß ΑΣ", "a\u200bb\u00a0c\u3000d", "a\u00adb\ue000c",
  "[CLS] x [SEP] y[MASK]z", "[UNK]", "one--two---«three»", "\u0001\u007f\u0085z\ufffdq\u0000r", "boat".repeat(25), "boat".repeat(26), "\u{20000}\u{2b740}x", "¿qué?¡sí! $5 ^_`", "zzzz qqqq",
  "a\u0300\u0301b \u0489c", "the\u2028boat\u2029old\u1680two", "٣ ௧ Ⅷ", "ﷺ ㍿", "שָׁלוֹם مَرْحَبًا",
];

const words = ["the", "old", "boat", "two", "space", "tab", "line", "end", "don", "we", "ll", "un", "river", "one", "naive", "istanbul", "The", "OLD", "Boat", "qué", "que", "猫", "川", "小", "水"];
const ends = ["s", "ed", "boat", "ing", "bo", "at", "1", "2", "22", "3", "b"];
const letters = [...new Set([...texts.join("") + texts.join("").toLowerCase() + texts.join("").normalize("NFD") + texts.join("").toLowerCase().normalize("NFD")])]
  .filter((c) => !/[qz\s]/.test(c) && c.codePointAt(0) > 32).sort();
const list = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ...new Set([...letters, ...words, ...letters.map((c) => "##" + c), ...ends.map((e) => "##" + e)])];
const vocab = Object.fromEntries(list.map((piece, id) => [piece, id]));
const specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
const model = (more) => ({ type: "WordPiece", unk_token: "[UNK]", continuing_subword_prefix: "##", max_input_chars_per_word: 100, vocab, ...more });
const added = specials.map((content) => ({ id: vocab[content], content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true }));
const bert = (more) => ({ type: "BertNormalizer", clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true, ...more });
const special = (id, type_id = 0) => ({ SpecialToken: { id, type_id } });
const sequence = (id, type_id = 0) => ({ Sequence: { id, type_id } });
const named = Object.fromEntries(["[CLS]", "[SEP]"].map((id) => [id, { id, ids: [vocab[id]], tokens: [id] }]));
const template = {
  type: "TemplateProcessing", special_tokens: named,
  single: [special("[CLS]"), sequence("A"), special("[SEP]")],
  pair: [special("[CLS]"), sequence("A"), special("[SEP]"), sequence("B", 1), special("[SEP]", 1)],
};
const whole = { normalizer: bert(), pre_tokenizer: { type: "BertPreTokenizer" }, post_processor: template, added_tokens: added };

const cases = [];
const add = (name, parts, more = {}) => cases.push({ name, parts: { ...whole, ...parts }, model: more });
add("uncased", {});
add("cased", { normalizer: bert({ lowercase: false }) });
for (const flag of ["clean_text", "handle_chinese_chars"]) add("without " + flag, { normalizer: bert({ [flag]: false }) });
add("accents stay", { normalizer: bert({ strip_accents: false }) });
add("accents go, case stays", { normalizer: bert({ strip_accents: true, lowercase: false }) });
add("in a sequence", { normalizer: { type: "Sequence", normalizers: [{ type: "NFKC" }, bert()] } });
add("BertProcessing", { post_processor: { type: "BertProcessing", sep: ["[SEP]", vocab["[SEP]"]], cls: ["[CLS]", vocab["[CLS]"]] } });
add("RobertaProcessing", { post_processor: { type: "RobertaProcessing", sep: ["[SEP]", vocab["[SEP]"]], cls: ["[CLS]", vocab["[CLS]"]], trim_offsets: true, add_prefix_space: false } });
add("own template", { post_processor: { ...template, single: [sequence("A"), special("[SEP]")], pair: [sequence("A"), special("[SEP]"), special("[SEP]", 1), sequence("B", 1)] } });
add("behind ByteLevel", { post_processor: { type: "Sequence", processors: [{ type: "ByteLevel", add_prefix_space: true, trim_offsets: false, use_regex: true }, template] } });
add("short words", {}, { max_input_chars_per_word: 4 });
add("another prefix", {}, { continuing_subword_prefix: "" });
add("no words", { pre_tokenizer: null });
add("cut at white space", { pre_tokenizer: { type: "WhitespaceSplit" } });

const rows = async (t, list, special) => {
  const all = [];
  for (const [a, b] of list) {
    const e = await t.encode(a, b, { addSpecialTokens: special });
    all.push([e.getIds().join(" "), e.getTypeIds().join(" ")]);
  }
  return all;
};

(async () => {
  const pairs = [["the old boat", "two spaces"], ["", "river"], ["one", ""], ["", ""], ["boat the old boat the old boat the boat", "two"], ["two", "boat the old boat the old boat the boat"],
    ["the old boat the old boat the", "two one two one two one two one"]];
  for (const c of cases) {
    const json = { version: "1.0", truncation: null, padding: null, decoder: null, ...c.parts, model: model(c.model) };
    const t = Tokenizer.fromString(JSON.stringify(json));
    c.ids = (await rows(t, texts.map((text) => [text, null]), false)).map((r) => r[0]);
    c.framed = await rows(t, [["the old boat", null], ["", null]], true);
    c.pairs = await rows(t, pairs, true);
    c.cut = {};
    for (const most of [5, 8, 9, 12]) {
      t.setTruncation(most, { strategy: TruncationStrategy.LongestFirst });
      c.cut[most] = { framed: await rows(t, [["the old boat the old boat the old boat", null]], true), pairs: await rows(t, pairs, true) };
    }
  }
  const head = JSON.stringify({ texts, pairs, vocabulary: list }).slice(0, -1);
  fs.writeFileSync(path.join(__dirname, "wordpiece.json"), `${head},"cases":[\n${cases.map((c) => JSON.stringify(c)).join(",\n")}\n]}\n`);
  console.log(cases.length, "cases,", list.length, "pieces");
})();
