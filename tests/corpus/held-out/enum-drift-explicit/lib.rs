#[repr(u8)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Op {
    Get = 1,
    Put = 2,
    Del = 4,
}

#[no_mangle]
pub extern "C" fn op_writes(op: Op) -> bool {
    op != Op::Get
}
