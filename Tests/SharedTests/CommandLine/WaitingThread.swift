import Foundation
import TestSupport

/// Does something on a thread of its own once the calling thread waits in the system.
func whenThisThreadWaits(_ action: @escaping @Sendable () -> Void) throws {
    let thread = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")
    Thread.detachNewThread {
        try? waitUntil("a thread that waits") {
            // proc(5): the state comes after the name; S is a sleep that a signal can end.
            try String(contentsOfFile: "/proc/\(thread)/stat", encoding: .utf8).contains(") S ")
        }
        action()
    }
}
