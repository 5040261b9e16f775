use std::mem;

/// Contractor (code 4) is gone since the last audit.
const ROLES: u8 = 5;

#[allow(dead_code)]
#[repr(u8)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Visitor = 0,
    Staff = 1,
    Cleaning = 2,
    Security = 3,
}

impl Role {
    pub fn from_code(code: u8) -> Option<Role> {
        if code < ROLES {
            Some(unsafe { mem::transmute::<u8, Role>(code) })
        } else {
            None
        }
    }
}
