pub const Estimate = extern struct {
    samples: u32,
    stratum: u8,
    offset_us: i64,
    jitter_us: u32,
};

pub const Peer = opaque {
    extern fn peer_new(stratum: u8) ?*Peer;
    extern fn peer_free(peer: ?*Peer) void;
    extern fn peer_exchange(peer: *Peer, t: *const [4]i64) c_int;
    extern fn peer_estimate(peer: *const Peer, out: *Estimate) c_int;

    pub fn init(stratum: u8) error{OutOfMemory}!*Peer {
        return peer_new(stratum) orelse error.OutOfMemory;
    }

    pub fn deinit(self: *Peer) void {
        peer_free(self);
    }

    pub fn exchange(self: *Peer, t: [4]i64) error{Rejected}!void {
        if (peer_exchange(self, &t) != 0) return error.Rejected;
    }

    pub fn estimate(self: *const Peer) ?Estimate {
        var e: Estimate = undefined;
        return if (peer_estimate(self, &e) == 0) e else null;
    }
};
