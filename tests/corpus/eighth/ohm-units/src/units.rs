use std::marker::PhantomData;

#[derive(Clone, Copy)]
pub enum VoltUnit {}
#[derive(Clone, Copy)]
pub enum AmpUnit {}
#[derive(Clone, Copy)]
pub enum OhmUnit {}

/// A number with its unit in the type only.
#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct Quantity<U> {
    value: f64,
    unit: PhantomData<U>,
}

pub type Volt = Quantity<VoltUnit>;
pub type Amp = Quantity<AmpUnit>;
pub type Ohm = Quantity<OhmUnit>;

impl<U> Quantity<U> {
    pub const fn new(value: f64) -> Self {
        Quantity { value, unit: PhantomData }
    }

    pub fn value(self) -> f64 {
        self.value
    }
}

#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct Channel(pub u16);
