//! Wrappers: generic newtypes, the standard library's transparent types, markers without a size.
use std::cell::{Cell, UnsafeCell};
use std::marker::PhantomData;
use std::mem::{ManuallyDrop, MaybeUninit};
use std::num::Wrapping;
use std::sync::atomic::{AtomicPtr, AtomicU32};
pub struct Meters;
pub struct Feet;
#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct Length<U> {
    value: f64,
    unit: PhantomData<U>,
}
#[repr(transparent)]
pub struct Id(u32);
#[repr(C)]
pub struct Pair<A, B> {
    pub first: A,
    pub second: B,
}
#[repr(C)]
pub struct Wrapped {
    pub cell: Cell<u8>,
    pub unsafe_cell: UnsafeCell<u16>,
    pub uninit: MaybeUninit<u64>,
    pub manual: ManuallyDrop<Id>,
    pub wrapping: Wrapping<i32>,
    pub atomic: AtomicU32,
    pub pointer: AtomicPtr<Id>,
    pub marker: PhantomData<Feet>,
}
#[unsafe(no_mangle)]
pub extern "C" fn to_feet(length: Length<Meters>) -> Length<Feet> {
    Length { value: length.value * 3.28, unit: PhantomData }
}
#[unsafe(no_mangle)]
pub extern "C" fn swap(pair: Pair<u8, Id>) -> Pair<Id, u8> {
    Pair { first: pair.second, second: pair.first }
}
#[unsafe(no_mangle)]
pub extern "C" fn wrapped_id(wrapped: &Wrapped, out: &mut MaybeUninit<Pair<u8, u8>>) -> u32 {
    out.write(Pair { first: wrapped.cell.get(), second: 0 });
    wrapped.manual.0
}
