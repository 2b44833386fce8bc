"""Trains the small SentencePiece models of this folder and writes the ids that the library itself gives.

    /usr/bin/python3 tests/data/tokenizers/make_sentencepiece.py [FILE...]

Needs Debian's sentencepiece and python3-sentencepiece (0.1.97). All text here is made up for this purpose. FILE prints, for the
first 2,000 lines of each, the count and hash that ReferenceTokenTests compares.
"""

import hashlib
import json
import os
import random
import tempfile
import struct
import sys

import sentencepiece
from sentencepiece import sentencepiece_model_pb2 as pb

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sentencepiece")
SCRATCH = tempfile.mkdtemp()
CORPUS = os.path.join(SCRATCH, "corpus.txt")
RULES_FILE = os.path.join(SCRATCH, "rules.tsv")

WORDS = (
    "the a small old red green quiet river boat house window letter garden stone bridge winter summer morning evening "
    "walks sings reads builds carries counts opens closes under over behind between and but because while seven twelve "
    "apples pears baskets lamps doors trains stations mountains valleys clouds children teachers bakers sailors"
).split()

OTHERS = [
    "Der kleine Fuchs läuft über die Brücke und grüßt den Müller.",
    "Le garçon mange une pêche près du château, où l'été finit.",
    "Маленький корабль плывёт по тихой реке до самого вечера.",
    "小さな猫が窓のそばで眠っています。",
    "安静的河边有一座旧石桥。",
    "작은 배가 조용한 강을 건너간다.",
    "for (int i = 0; i < 10; i++) { total += values[i]; }",
    "x = 3.14 * r**2  # area",
    "Prices: 12.50, 99.95 and 1,024 in 2026!",
]

RULES = [
    ("\uff21", "A"), ("\uff22", "B"), ("\uff41", "a"), ("\uff42", "b"), ("\uff11", "1"), ("\uff12", "2"),
    ("\ufb01", "fi"), ("\ufb02", "fl"), ("\u2026", "..."), ("e\u0301", "\u00e9"), ("u\u0308", "\u00fc"),
    ("\t", " "), ("\n", " "), ("\u00a0", " "), ("\u3000", " "), ("\u200b", ""), ("\ufeff", ""),
    ("\u30ab\u3099", "\u30ac"), ("\u00bd", "1/2"), ("\u00a8", " \u0308"), ("--", "\u2014"), ("---", "\u2015"),
]

TEXTS = [
    "", " ", "   ", "the river", " the river", "the  old   boat ", "\tthe\nboat\r\n", "the\u00a0river\u3000 boat",
    "\u2581the\u2581river", "the \u2581 river", "The RIVER, the Boat; 12 apples!", "winterwinterwinterwinter",
    "garden" * 20, "Müller grüßt", "Mu\u0308ller gru\u0308ßt", "pe\u0302che e\u0301te\u0301", "Маленький корабль",
    "小さな猫が眠る", "安静的河", "작은 배", "\uff21\uff22 \uff41\uff42\uff11\uff12", "\ufb01sh \ufb02ag\u2026", "a\u200bb\ufeffc",
    "\u30ab\u3099\u30ab", "one--two---three----four", "\u00bd \u00a8 x", "😀", "a😀b 👩\u200d👩\u200d👧 c", "مرحبا بالعالم", "नमस्ते",
    "<s>", "</s> the", "<unk> <pad>", "\u2047", "<0x41><0x0A>", "a <ctl> b", "<sep>the<sep> river <sep>", "<start_of_turn>user\nthe",
    "\n\n", "a\n\n\nb", "x = 3.14 * r**2", "    indented", "1234567 89.0", "\u0001\u0002", "zzzz qqqq \u0416\u0416",
    "the river and the small old boat", "riverboat-house_window", "ab abab  ab", "i < 10; i++", "é è ê ë",
]


def corpus(path):
    rng = random.Random(20261125)
    with open(path, "w", encoding="utf-8") as out:
        for _ in range(1500):
            out.write(" ".join(rng.choice(WORDS) for _ in range(rng.randint(4, 12))).capitalize() + ".\n")
        for line in OTHERS * 12:
            out.write(line + "\n")


def train(name, **options):
    prefix = os.path.join(HERE, name)
    sentencepiece.SentencePieceTrainer.train(
        input=CORPUS, model_prefix=prefix, hard_vocab_limit=False, minloglevel=2,
        num_threads=1, input_sentence_size=0, **options
    )
    os.remove(prefix + ".vocab")
    edit(name, lambda model: None)


def edit(name, change):
    """Takes out what holds paths of the machine, then whatever else is asked for."""
    path = os.path.join(HERE, name + ".model")
    model = pb.ModelProto()
    model.ParseFromString(open(path, "rb").read())
    model.trainer_spec.ClearField("input")
    model.trainer_spec.ClearField("model_prefix")
    model.normalizer_spec.ClearField("normalization_rule_tsv")
    change(model)
    open(path, "wb").write(model.SerializeToString())


def unused(model):
    """Every third learnt piece of more than two letters is no longer used."""
    longer = [p for p in model.pieces if p.type == 1 and len(p.piece) > 2]
    for piece in longer[::3]:
        piece.type = 5


def plain_spaces(model):
    model.normalizer_spec.escape_whitespaces = False
    for piece in model.pieces:
        piece.piece = piece.piece.replace("\u2581", " ")


def main():
    os.makedirs(HERE, exist_ok=True)
    corpus(CORPUS)
    with open(RULES_FILE, "w", encoding="utf-8") as out:
        for old, new in RULES:
            out.write("\t".join(" ".join(f"{ord(c):X}" for c in part) for part in (old, new)) + "\n")

    # As Llama 2 and Mistral.
    train("bpe-bytes", model_type="bpe", vocab_size=560, byte_fallback=True, split_digits=True,
          normalization_rule_name="identity", remove_extra_whitespaces=False, character_coverage=0.99)
    # As T5, with a small map of our own.
    train("unigram-map", model_type="unigram", vocab_size=340, normalization_rule_tsv=RULES_FILE,
          pad_id=0, unk_id=1, bos_id=-1, eos_id=2, character_coverage=0.98)
    # As Gemma, but unigram: no dummy prefix, symbols given by hand.
    train("unigram-bytes", model_type="unigram", vocab_size=560, byte_fallback=True, add_dummy_prefix=False,
          remove_extra_whitespaces=False, normalization_rule_name="identity",
          user_defined_symbols=["<sep>", "<start_of_turn>", "\n", "\n\n", "ab", "\u2581\u2581"], control_symbols=["<ctl>"])
    train("bpe-behind", model_type="bpe", vocab_size=300, treat_whitespace_as_suffix=True,
          normalization_rule_tsv=RULES_FILE, user_defined_symbols=["<sep>", "ab", "abab"],
          control_symbols=["<ctl>"], character_coverage=0.98)
    train("bpe-unused", model_type="bpe", vocab_size=400, normalization_rule_name="identity")
    edit("bpe-unused", unused)
    train("unigram-unused", model_type="unigram", vocab_size=300, normalization_rule_name="identity")
    edit("unigram-unused", unused)
    edit("unigram-unused", plain_spaces)

    names = sorted(f[:-6] for f in os.listdir(HERE) if f.endswith(".model"))
    models = {}
    for name in names:
        reference = sentencepiece.SentencePieceProcessor(model_file=os.path.join(HERE, name + ".model"))
        models[name] = [reference.encode(text) for text in TEXTS]
        for path in sys.argv[1:]:
            print(name, os.path.basename(path), *summary(reference, path))
    with open(os.path.join(HERE, "reference.json"), "w", encoding="utf-8") as out:
        json.dump({"texts": TEXTS, "models": models}, out, ensure_ascii=True, separators=(",", ":"))
        out.write("\n")


def summary(reference, path):
    digest, count = hashlib.sha256(), 0
    for line in open(path, "rb").read().decode("utf-8", "replace").split("\n")[:2000]:
        ids = reference.encode(line)
        count += len(ids)
        digest.update(struct.pack(f"<{len(ids) + 1}i", *ids, -1))
    return count, digest.hexdigest()[:16]


if __name__ == "__main__":
    main()
