internal import Shared

/// The times at which to look at which of many streams: a heap, the earliest first.
struct Deadlines {
    private var heap: [(time: Instant, number: Int)] = []
}

extension Deadlines {
    /// The earliest time.
    var next: Instant? { heap.first?.time }

    mutating func insert(_ number: Int, at time: Instant) {
        var index = heap.count
        heap.append((time, number))
        while index > 0, heap[index].time < heap[(index - 1) / 2].time {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    /// Removes the earliest one if its time has come.
    mutating func popDue(now: Instant) -> (time: Instant, number: Int)? {
        guard let first = heap.first, first.time <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var index = 0
        while let child = [2 * index + 1, 2 * index + 2].filter({ $0 < heap.count }).min(by: {
            heap[$0].time < heap[$1].time
        }),
            heap[child].time < heap[index].time
        {
            heap.swapAt(index, child)
            index = child
        }
        return first
    }
}
