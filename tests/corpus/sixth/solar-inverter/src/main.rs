mod sys;

use sys::CurvePoint;

struct Inverter(*mut sys::Device);

#[derive(Debug)]
enum Error {
    Open(u8),
    Curve(i32),
}

impl Inverter {
    fn open(unit: u8) -> Result<Self, Error> {
        let raw = unsafe { sys::inv_open(unit) };
        if raw.is_null() { Err(Error::Open(unit)) } else { Ok(Self(raw)) }
    }

    fn set_curve(&mut self, points: &[CurvePoint], ramp_ms: u32) -> Result<(), Error> {
        match unsafe { sys::inv_set_curve(self.0, points.as_ptr(), points.len(), ramp_ms) } {
            0 => Ok(()),
            code => Err(Error::Curve(code)),
        }
    }

    fn step(&mut self, volts: f32) -> f32 {
        unsafe { sys::inv_step(self.0, volts) }
    }

    fn faults(&self) -> u16 {
        unsafe { sys::inv_fault_bits(self.0) }
    }
}

impl Drop for Inverter {
    fn drop(&mut self) {
        unsafe { sys::inv_close(self.0) }
    }
}

fn main() -> Result<(), Error> {
    let mut inverter = Inverter::open(3)?;
    let curve = [
        CurvePoint { volts: 210.0, watts: 4000.0 },
        CurvePoint { volts: 240.0, watts: 3200.0 },
        CurvePoint { volts: 253.0, watts: 0.0 },
    ];
    inverter.set_curve(&curve, 250)?;
    for volts in [228.0, 239.5, 241.0, 252.0] {
        println!("{volts} V -> {} W", inverter.step(volts));
    }
    println!("faults {:#06x}", inverter.faults());
    Ok(())
}
