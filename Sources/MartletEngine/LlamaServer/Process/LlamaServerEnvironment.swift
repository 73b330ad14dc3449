/// The environment a `llama-server` gets.
///
/// Not ours: any `LLAMA_ARG_…` variable would change how it runs (host, tools, logging of prompts), and the keys of
/// other services are none of its business. Only what a process needs to run, and what chooses its devices, is passed
/// on.
enum LlamaServerEnvironment {
    /// The variables that are passed on.
    private static let names: Set<String> = [
        "HOME", "LANG", "LD_LIBRARY_PATH", "PATH", "TEMP", "TMP", "TMPDIR", "TZ", "USER", "XDG_CACHE_HOME",
        "XDG_RUNTIME_DIR",
    ]
    /// What the names of further variables that are passed on begin with: locales, and devices and their drivers.
    private static let prefixes = [
        "AMD_", "CUDA_", "DYLD_", "GGML_", "GOMP_", "GPU_", "HIP_", "HSA_", "KMP_", "LC_", "LIBGL_", "MESA_", "METAL_",
        "NVIDIA_", "OMP_", "ONEAPI_", "ROCM_", "ROCR_", "SYCL_", "VK_", "ZE_",
    ]
    /// Where `/bin/sh` looks when nothing is passed on.
    private static let defaultPath = "/usr/local/bin:/usr/bin:/bin"

    /// Makes the environment of a server.
    ///
    /// - Parameters:
    ///   - base: The environment of the program, or whatever part of it the caller wants to pass on.
    ///   - apiKey: The key; given here because arguments can be read by everybody.
    ///   - configuration: Settings that older builds don't know as arguments. They ignore variables they don't know,
    ///     and refuse to start with arguments they don't know.
    static func make(
        from base: [String: String], apiKey: String, configuration: LlamaServerConfiguration
    ) -> [String: String] {
        var environment = base.filter { name, _ in
            names.contains(name) || prefixes.contains { name.hasPrefix($0) }
        }
        environment["PATH"] = environment["PATH"] ?? defaultPath
        environment["LLAMA_API_KEY"] = apiKey
        environment["LLAMA_ARG_CACHE_RAM"] = String(configuration.promptCacheMegabytes)
        // Each open request holds one of the server's threads, queued ones too, and the health check needs one as well.
        environment["LLAMA_ARG_THREADS_HTTP"] = String(max(16, configuration.slots * 4))
        return environment
    }
}
