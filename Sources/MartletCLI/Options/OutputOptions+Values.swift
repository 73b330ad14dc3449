import MartletAPI

extension OutputOptions {
    /// Prints a value: what the server sent, or what people read of it.
    func print(_ value: some JSONConvertible, people: @autoclosure () -> String) throws {
        try Terminal.write((json ? try value.jsonText() : people()) + "\n")
    }

    /// Prints a list: what the server sent, or a table. That there is nothing in it is said on standard error.
    ///
    /// - Parameters:
    ///   - empty: Such as `There are no threads.`
    ///   - row: The cells of an element.
    func print<Element: JSONConvertible & Hashable>(
        _ page: ListPage<Element>, _ header: [String], empty: String, row: (Element) -> [String]
    ) throws {
        try print(page, header, rows: page.data.map(row), empty: empty)
    }

    /// Prints what the server sent, or a table of it. That there is nothing in it is said on standard error.
    func print(_ value: some JSONConvertible, _ header: [String], rows: [[String]], empty: String) throws {
        if json {
            try Terminal.write(try value.jsonText() + "\n")
        } else if rows.isEmpty {
            Terminal.standardError(empty + "\n")
        } else {
            try Terminal.write(Table(header, rows).description + "\n")
        }
    }

    /// Prints what identifies something new, alone, so that a script can keep it.
    func print<Value: JSONConvertible>(new value: Value, id: some StringNewtype) throws {
        try print(value, people: id.rawValue)
    }
}
