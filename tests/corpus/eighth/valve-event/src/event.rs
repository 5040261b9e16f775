pub const KIND_PRESSURE: u32 = 1;
pub const KIND_FAULT: u32 = 2;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Fault {
    pub code: u16,
    pub severity: u16,
    pub kpa: u32,
}

#[derive(Clone, Copy)]
pub union Payload {
    pub kpa: u32,
    pub fault: Fault,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct ValveEvent {
    pub kind: u32,
    pub valve: u16,
    pub payload: Payload,
}

impl ValveEvent {
    pub fn pressure(valve: u16, kpa: u32) -> Self {
        ValveEvent { kind: KIND_PRESSURE, valve, payload: Payload { kpa } }
    }

    pub fn fault(valve: u16, code: u16, kpa: u32) -> Self {
        let severity = if kpa > 900 { 3 } else { 1 };
        let fault = Fault { code, severity, kpa };
        ValveEvent { kind: KIND_FAULT, valve, payload: Payload { fault } }
    }
}
