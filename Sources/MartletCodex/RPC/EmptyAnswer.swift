import MartletAPI

/// An answer that says nothing but that it was done.
struct EmptyAnswer: RPCAnswer {
    init(result: JSONValue) {}
}
