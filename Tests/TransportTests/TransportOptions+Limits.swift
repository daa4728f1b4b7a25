import Transport

extension TransportOptions {
    /// The defaults with other limits.
    init(
        connectTimeout: Duration = .seconds(10), totalTimeout: Duration = .seconds(30), bodyLimit: Int = 1 << 20
    ) {
        self.init()
        (self.connectTimeout, self.totalTimeout, self.bodyLimit) = (connectTimeout, totalTimeout, bodyLimit)
    }
}
