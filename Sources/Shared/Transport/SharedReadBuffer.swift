/// A buffer to read into, shared by all connections of a loop: only one reads at a time, and few hold part of a message
/// in between. With a buffer each, a thousand connections would take a quarter of a gigabyte.
package final class SharedReadBuffer {
    var storage: [UInt8] = []
    /// A part of a message that is longer than this keeps the storage; a shorter one is moved out of it.
    let maxMoved: Int

    /// - Parameter maxMoved: In bytes. Moving takes time; not moving takes memory until the rest arrives.
    package init(maxMoved: Int = 4 << 10) { self.maxMoved = maxMoved }
}
