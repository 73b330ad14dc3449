import MartletAPI

/// Overrides of Codex's configuration, with dotted keys. All of them pass `--strict-config` of the tested version.
enum CodexOverrides {
    /// For every run: no key in the environment of commands, no news from home.
    static let always: JSONObject = [
        "shell_environment_policy.ignore_default_excludes": false,
        "analytics.enabled": false,
        "check_for_update_on_startup": false,
    ]

    /// Features that are off in every run: one loses the output of short commands, the other writes the environment,
    /// keys and all, into a file.
    static let disabledFeatures = ["unified_exec", "shell_snapshot"]

    /// What makes a plain chat model of the agent: nothing but the request's own messages, and no tools.
    static let chat: JSONObject = [
        "include_permissions_instructions": false,
        "include_environment_context": false,
        "include_apps_instructions": false,
        "skills.include_instructions": false,
        "orchestrator.skills.enabled": false,
        "web_search": "disabled",
        "project_doc_max_bytes": 0,
        "tools.update_plan.enabled": false,
        "tools.experimental_request_user_input.enabled": false,
    ]

    /// Features that are off in a plain chat.
    static let disabledChatFeatures = ["multi_agent", "goals", "apps", "plugins"]

    /// Features that are also off in a plain chat with `exec`, which cannot be given no environment.
    static let disabledExecChatFeatures = ["shell_tool", "view_image"]
}
