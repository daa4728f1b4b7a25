internal import Shared
internal import Transport

/// `--list`: each Worker that the Backend knows on a line of its own, as the Backend wrote it.
struct WorkerList {
    let backend: BackendURL
    let access: Access
}

extension WorkerList {
    func run(on loop: EventLoop) throws(Failure) -> Ending {
        do throws(Stop) {
            try append(to: loop)
            try loop.flush()
            return .status(.success)
        } catch {
            switch error {
            case .complete, .readerGone: return .status(.success)
            case .signal(let number): return .signal(number)
            case .timeLimit: return .status(.timedOut)
            case .failed(let failure): throw failure
            }
        }
    }

    private func append(to loop: EventLoop) throws(Stop) {
        switch try loop.fetch(backend.workers, with: try access.client(), access.headers) {
        case .failure(let loss): throw .failed(failure(loss))
        case .success(let answer):
            guard let workers = answer["items"]?.elements else {
                throw .failed(failure(Loss(reason: "the answer has no list of items", status: .protocolError)))
            }
            loop.append { output in
                for worker in workers {
                    let start = output.count
                    output += worker.bytes
                    output.joinLines(from: start)
                    output.append(UInt8(ascii: "\n"))
                }
            }
        }
    }

    private func failure(_ loss: Loss) -> Failure {
        // The list itself is not there: no id can be wrong.
        let advice = loss.status == .notFound ? "check --backend" : loss.advice
        return Failure(loss.status, at: backend.shown, "no list of Workers: \(loss.reason)", advice: advice)
    }
}
