//! PUBLISH packets of MQTT 3.1.1: just enough for the bridge.
mod wire;

use std::ffi::{c_char, CString};
use std::ptr;

pub struct Publish {
    qos: u8,
    topic: CString,
    payload: Vec<u8>,
}

#[no_mangle]
pub unsafe extern "C" fn publish_decode(packet: *const u8, len: usize) -> *mut Publish {
    if packet.is_null() {
        return ptr::null_mut();
    }
    let Some(raw) = wire::publish(std::slice::from_raw_parts(packet, len)) else {
        return ptr::null_mut();
    };
    let topic = raw.topic.to_vec();
    Box::into_raw(Box::new(Publish {
        qos: raw.qos,
        topic: CString::from_vec_unchecked(topic),
        payload: raw.payload.to_vec(),
    }))
}

#[no_mangle]
pub unsafe extern "C" fn publish_topic(p: *const Publish) -> *const c_char {
    p.as_ref().map_or(ptr::null(), |p| p.topic.as_ptr())
}

#[no_mangle]
pub unsafe extern "C" fn publish_qos(p: *const Publish) -> u8 {
    p.as_ref().map_or(0, |p| p.qos)
}

#[no_mangle]
pub unsafe extern "C" fn publish_payload(p: *const Publish, len: *mut usize) -> *const u8 {
    match (p.as_ref(), len.as_mut()) {
        (Some(p), Some(len)) => {
            *len = p.payload.len();
            p.payload.as_ptr()
        }
        _ => ptr::null(),
    }
}

#[no_mangle]
pub unsafe extern "C" fn publish_free(p: *mut Publish) {
    if !p.is_null() {
        drop(Box::from_raw(p));
    }
}
