/// Storage to read into, shared by all connections of a loop: of these only one reads at a time, and hardly any holds a part
/// of a message in between. A buffer for each of a thousand would be a quarter of a gigabyte.
package final class SharedReadBuffer {
    var storage: [UInt8] = []
    /// A part of a message is moved out of the shared storage unless it is longer: it then keeps the storage.
    let maxMoved: Int

    /// - Parameter maxMoved: In bytes. What is moved costs time; what is not costs memory, for as long as it waits.
    package init(maxMoved: Int = 4 << 10) { self.maxMoved = maxMoved }
}
