#[repr(C)]
pub struct RawOp {
    pub cell: u32,
    pub kind: u32,
    pub operand: i64,
}

pub enum Op {
    Set(i64),
    Add(i64),
    Divide(i64),
}

impl Op {
    pub fn decode(raw: &RawOp) -> Op {
        match raw.kind {
            0 => Op::Set(raw.operand),
            1 => Op::Add(raw.operand),
            2 => Op::Divide(raw.operand),
            other => panic!("unknown operation {other}"),
        }
    }

    pub fn run(&self, v: i64) -> i64 {
        match self {
            Op::Set(x) => *x,
            Op::Add(x) => v.wrapping_add(*x),
            Op::Divide(x) => v / x,
        }
    }
}
