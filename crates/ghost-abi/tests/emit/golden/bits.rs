// Interface of `bits`, written by Ghost. Edits are lost.

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(transparent)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mode(pub u8);

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
impl Mode {
    pub const off: Self = Self(0);
    pub const slow: Self = Self(1);
    pub const fast: Self = Self(3);
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(transparent)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Flags(pub u32);

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
impl Flags {
    pub const fn ready(self) -> bool {
        self.0 >> 0 & 0x1 != 0
    }

    /// The same with another `ready`, of which 1 bits count.
    pub const fn with_ready(self, value: bool) -> Self {
        Self(self.0 & !(0x1 << 0) | (value as u32) << 0)
    }

    /// How.
    pub const fn mode(self) -> u32 {
        self.0 >> 1 & 0x3
    }

    /// The same with another `mode`, of which 2 bits count.
    pub const fn with_mode(self, value: u32) -> Self {
        Self(self.0 & !(0x3 << 1) | (value & 0x3) << 1)
    }

    pub const fn level(self) -> u32 {
        self.0 >> 3 & 0x1f
    }

    /// The same with another `level`, of which 5 bits count.
    pub const fn with_level(self, value: u32) -> Self {
        Self(self.0 & !(0x1f << 3) | (value & 0x1f) << 3)
    }

    pub const fn r#type(self) -> u32 {
        self.0 >> 8 & 0xff
    }

    /// The same with another `type`, of which 8 bits count.
    pub const fn with_type(self, value: u32) -> Self {
        Self(self.0 & !(0xff << 8) | (value & 0xff) << 8)
    }

    pub const fn top(self) -> u32 {
        self.0 >> 28 & 0xf
    }

    /// The same with another `top`, of which 4 bits count.
    pub const fn with_top(self, value: u32) -> Self {
        Self(self.0 & !(0xf << 28) | (value & 0xf) << 28)
    }
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(transparent)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Wide(pub u128);

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
impl Wide {
    pub const fn a(self) -> u128 {
        self.0 >> 0 & 0xfffffffffffffffffffffffff
    }

    /// The same with another `a`, of which 100 bits count.
    pub const fn with_a(self, value: u128) -> Self {
        Self(self.0 & !(0xfffffffffffffffffffffffff << 0) | (value & 0xfffffffffffffffffffffffff) << 0)
    }

    pub const fn b(self) -> u128 {
        self.0 >> 100 & 0xfffffff
    }

    /// The same with another `b`, of which 28 bits count.
    pub const fn with_b(self, value: u128) -> Self {
        Self(self.0 & !(0xfffffff << 100) | (value & 0xfffffff) << 100)
    }
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "C" {
    pub fn flags_next(flags: Flags) -> Flags;

    /// - `flags`: not null
    pub fn flags_clear(flags: *mut Flags);
}

// The layouts above hold where pointers and `long` have these sizes.
#[cfg(target_pointer_width = "64")]
const _: () = {
    if ::core::mem::size_of::<::core::ffi::c_long>() == 8 {
        assert!(::core::mem::size_of::<Mode>() == 1);
        assert!(::core::mem::align_of::<Mode>() == 1);
        assert!(::core::mem::size_of::<Flags>() == 4);
        assert!(::core::mem::align_of::<Flags>() == 4);
        assert!(::core::mem::size_of::<Wide>() == 16);
        assert!(::core::mem::align_of::<Wide>() == 16);
    }
};
