extension WorkerLog {
    /// The first message of a connection of the protocol API. It says idle before its time when the last message is
    /// there and the end of the run is not, and `early` is wanted.
    func snapshot(of name: WorkerName, early: Bool) -> String {
        guard !isStopped else { return name.snapshot }
        let status = early && hasAnswered ? "idle" : status
        return #"{"event":"snapshot","data":{\#(members(greeting: greeting(of: name), status: status))}}"#
    }

    private func members(greeting: String?, status: String) -> String {
        var members = [#""entries":[\#(entries.map(\.json).joined(separator: ","))]"#]
        if let greeting { members.append(#""greeting":\#(greeting)"#) }
        members.append(#""status":"\#(status)""#)
        if let error { members.append(#""error":\#(JSONText.string(error))"#) }
        if let inFlight = inFlight.json { members.append(#""in_flight":\#(inFlight)"#) }
        if !internals.isEmpty {
            let all = internals.map { one in
                #"{"worker":\#(one.worker),"revision":\#(one.revision),\#(one.log.members(greeting: nil, status: one.log.status))}"#
            }
            members.append(#""internal_workers":[\#(all.joined(separator: ","))]"#)
        }
        return members.joined(separator: ",")
    }

    private func greeting(of name: WorkerName) -> String {
        """
        {"worker_name":\(JSONText.string("worker-runtime-" + name.worker)),"cwd":"/srv/demo/wordcount",\
        "provider":"anthropic","model":"scripted","scope_summary":"Readable:\\n  - /srv/demo/wordcount\\nWritable:\\n  \
        - /srv/demo/wordcount","tools":["Bash","Edit","Glob","Grep","Read","Write"],"context_window":272000,\
        "context_tokens":0}
        """
    }
}
