internal import Glibc

/// The limit on the process's file descriptors.
package enum DescriptorLimit {
    /// Raises it to the hard limit: the usual limit of 1,024 is for programs that use `select`.
    package static func raise() {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(resource, &limit)
    }
}
