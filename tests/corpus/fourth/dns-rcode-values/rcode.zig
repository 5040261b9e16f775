pub const Rcode = enum(u16) {
    no_error = 0,
    form_err = 1,
    serv_fail = 2,
    nx_domain = 3,
    not_imp = 4,
    refused = 5,
    yx_domain = 6,
    not_auth = 8,
    bad_vers = 16,

    pub fn retry(self: Rcode) bool {
        return switch (self) {
            .serv_fail, .refused, .not_auth => true,
            else => false,
        };
    }
};

pub extern fn dns_rcode(packet: ?[*]const u8, len: usize) Rcode;
pub extern fn dns_final_count() u64;
