internal import Glibc

/// epoll(7), whose cost depends on the descriptors that are ready, not on all of them. Swift's Glibc does not export
/// it, so its functions are found at run time.
final class Poller {
    /// For `poll`: readable while one of the descriptors is ready.
    let descriptor: Int32
    private let functions: Functions
    private var space = [UInt8](repeating: 0, count: EventLayout.size * maxEvents)

    /// - Returns: nil if there is no descriptor left for it.
    init?() {
        guard let functions = Functions() else { return nil }
        self.functions = functions
        descriptor = functions.create(O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// As in <sys/epoll.h>.
    private struct Functions {
        let create: @convention(c) (Int32) -> Int32
        let control: @convention(c) (Int32, Int32, Int32, UnsafeMutableRawPointer) -> Int32
        let wait: @convention(c) (Int32, UnsafeMutableRawPointer, Int32, Int32) -> Int32

        init?() {
            func find<Function>(_ name: String) -> Function? {
                dlsym(nil, name).map { unsafeBitCast($0, to: Function.self) }
            }
            guard let create: @convention(c) (Int32) -> Int32 = find("epoll_create1"),
                let control: @convention(c) (Int32, Int32, Int32, UnsafeMutableRawPointer) -> Int32 =
                    find("epoll_ctl"),
                let wait: @convention(c) (Int32, UnsafeMutableRawPointer, Int32, Int32) -> Int32 = find("epoll_wait")
            else { return nil }
            (self.create, self.control, self.wait) = (create, control, wait)
        }
    }

    /// `struct epoll_event`: the events, then eight bytes of the caller's, packed on x86-64 only.
    private enum EventLayout {
        #if arch(x86_64)
            static let data = 4
        #else
            static let data = 8
        #endif
        static let size = data + 8
    }
}

extension Poller {
    private static let maxEvents = 256

    /// Begins to watch a connected socket, or changes the events; closing the socket ends it.
    ///
    /// - Parameters:
    ///   - events: POLLIN, POLLOUT.
    ///   - number: Identifies it in ``ready()``.
    /// - Returns: Whether that was possible.
    func watch(_ socket: Int32, for events: Int16, as number: Int, isNew: Bool) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: EventLayout.size, alignment: 8) { event in
            event.initializeMemory(as: UInt8.self, repeating: 0)
            // EPOLLIN and EPOLLOUT are POLLIN and POLLOUT.
            event.storeBytes(of: UInt32(UInt16(bitPattern: events)), as: UInt32.self)
            event.storeBytes(of: Int64(number), toByteOffset: EventLayout.data, as: Int64.self)
            guard let address = event.baseAddress else { return false }
            // EPOLL_CTL_ADD, EPOLL_CTL_MOD
            return functions.control(descriptor, isNew ? 1 : 3, socket, address) == 0
        }
    }

    /// The numbers of sockets that are ready, or of some if there are very many.
    func ready() -> [Int] {
        space.withUnsafeMutableBytes { space in
            guard let address = space.baseAddress else { return [] }
            let count = functions.wait(descriptor, address, Int32(Self.maxEvents), 0)
            return (0..<max(0, Int(count))).map { index in
                let offset = index * EventLayout.size + EventLayout.data
                return Int(space.loadUnaligned(fromByteOffset: offset, as: Int64.self))
            }
        }
    }
}
