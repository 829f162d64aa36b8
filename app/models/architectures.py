"""Which architectures the engine knows, and which of them write text from left to right, as this program needs it.

llama.cpp cannot be asked for them, so they are listed as its `llama-arch.cpp` lists them, for the version named here. A test
asks the installed engine about each, and fails when another version is installed.
"""

ENGINE = "0.3.36"
"""The version of llama-cpp-python whose architectures these are."""

GENERATORS = frozenset(
    {
        "afmoe", "apertus", "arcee", "arctic", "arwkv7", "baichuan", "bailingmoe", "bailingmoe2", "bailingmoe3",
        "bitnet", "bloom", "chameleon", "chatglm", "codeshell", "cogvlm", "cohere2", "cohere2moe", "command-r",
        "dbrx", "deci", "deepseek", "deepseek2", "deepseek2-ocr", "deepseek32", "deepseek4", "dots1", "dots3note",
        "ernie4_5", "ernie4_5-moe", "exaone", "exaone-moe", "exaone4", "falcon", "falcon-h1", "gemma", "gemma2",
        "gemma3", "gemma3n", "gemma4", "glm-dsa", "glm4", "glm4moe", "glm5-next", "gpt-oss", "gpt2", "gptj",
        "gptneox", "granite", "granite_swa", "granitehybrid", "granitemoe", "graniteswitch", "grok", "grovemoe",
        "hrm_text", "hunyuan-dense", "hunyuan-moe", "hunyuan_vl", "hy_v3", "hy_v4", "internlm2", "jais", "jais2",
        "jamba", "kimi-k3", "kimi-linear", "laguna", "lfm2", "lfm2moe", "llama", "llama4", "maincoder", "mamba",
        "mamba2", "maple", "mellum", "mimo2", "minicpm", "minicpm3", "minimax-01", "minimax-m2", "minimax-m3",
        "mistral3", "mistral4", "mpt", "muse-glimmer", "nanbeige", "nemotron", "nemotron_h", "nemotron_h_moe", "olmo",
        "olmo2", "olmoe", "openelm", "orion", "paddleocr", "pangu-embedded", "phi2", "phi3", "phimoe", "plamo",
        "plamo2", "plamo3", "plm", "qwen", "qwen2", "qwen2moe", "qwen2vl", "qwen3", "qwen35", "qwen35moe", "qwen3moe",
        "qwen3next", "qwen3vl", "qwen3vlmoe", "qwen4exp", "refact", "rwkv6", "rwkv6qwen2", "rwkv7", "seed_oss",
        "smallthinker", "smollm3", "spark2_5", "stablelm", "starcoder", "starcoder2", "step35", "talkie", "xverse",
    }
)  # fmt: skip

WHOLLY_ROTATED = frozenset(
    {
        "apertus", "arcee", "arctic", "baichuan", "chameleon", "codeshell", "cogvlm", "cohere2moe", "dbrx", "deci",
        "deepseek", "dots1", "ernie4_5", "ernie4_5-moe", "exaone", "exaone-moe", "exaone4", "falcon", "granite",
        "granite_swa", "graniteswitch", "grok", "grovemoe", "hunyuan-moe", "hunyuan_vl", "hy_v3", "internlm2",
        "jais2", "llama", "llama4", "maincoder", "mellum", "mistral3", "olmo", "olmo2", "olmoe", "orion", "paddleocr",
        "pangu-embedded", "plamo", "qwen2", "qwen2moe", "qwen2vl", "qwen3", "qwen3moe", "qwen3vl", "qwen3vlmoe",
        "seed_oss", "smallthinker", "smollm3", "starcoder2", "talkie", "xverse",
    }
)  # fmt: skip
"""Of those, the ones whose code asserts that each head is rotated as a whole (`n_embd_head == n_rot`)."""

_VECTORS = "it turns texts into vectors and writes none"
_DRAFTS = "it is a draft model, which only helps another one along"
_DIFFUSION = "it writes by diffusion, which this program cannot do"
_SOUND = "it makes sound and no text"

OTHERS = {
    **dict.fromkeys(
        (
            "bert",
            "modern-bert",
            "nomic-bert",
            "nomic-bert-moe",
            "neo-bert",
            "jina-bert-v2",
            "jina-bert-v3",
            "eurobert",
            "gemma-embedding",
            "llama-embed",
            "t5encoder",
        ),
        _VECTORS,
    ),
    **dict.fromkeys(("eagle3", "dflash", "gemma4-assistant"), _DRAFTS),
    **dict.fromkeys(("dream", "llada", "llada-moe", "rnd1"), _DIFFUSION),
    **dict.fromkeys(("wavtokenizer-dec", "qwen3tts", "pockettts"), _SOUND),
    "clip": "it reads pictures for another model and writes no text",
    "t5": "it translates one text into another and cannot chat",
}
"""Known to the engine and of no use here: architecture → why."""

KINDS = {
    "adapter": "it is an adapter, which changes another model",
    "mmproj": "it reads pictures for another model and writes no text",
    "imatrix": "it holds measurements for making models smaller, and no model",
}
"""Files that are no model of their own, by what they say of themselves (`general.type`) → why."""
