//! Compiles a module, calls its function and its memory, and is told of a trap.
const std = @import("std");
const wasm = @import("wasmi_c_api");

// (module (func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add)
//         (func (export "trap") unreachable))
const module_bytes = [_]u8{
    0x00, 0x61, 0x73, 0x6d, 1,    0,    0,    0,
    // Types: (i32, i32) -> i32 and () -> ().
    0x01, 0x0a, 0x02, 0x60, 0x02, 0x7f, 0x7f, 0x01,
    0x7f, 0x60, 0x00, 0x00,
    // Functions, then exports.
    0x03, 0x03, 0x02, 0x00,
    0x01, 0x07, 0x0e, 0x02, 0x03, 'a',  'd',  'd',
    0x00, 0x00, 0x04, 't',  'r',  'a',  'p',  0x00,
    0x01,
    // Code.
    0x0a, 0x0d, 0x02, 0x07, 0x00, 0x20, 0x00,
    0x20, 0x01, 0x6a, 0x0b, 0x03, 0x00, 0x00, 0x0b,
};

pub fn main() u8 {
    const engine = wasm.wasm_engine_new();
    defer wasm.wasm_engine_delete(engine);
    const store = wasm.wasm_store_new(engine);
    defer wasm.wasm_store_delete(store);
    var bytes: wasm.wasm_byte_vec_t = undefined;
    wasm.wasm_byte_vec_new(&bytes, module_bytes.len, @ptrCast(&module_bytes));
    defer wasm.wasm_byte_vec_delete(&bytes);
    if (!wasm.wasm_module_validate(store, &bytes)) return 3;
    const module = wasm.wasm_module_new(store, &bytes) orelse return 4;
    defer wasm.wasm_module_delete(module);
    var trap: ?*wasm.wasm_trap_t = null;
    var imports = std.mem.zeroes(wasm.wasm_extern_vec_t);
    const instance = wasm.wasm_instance_new(store, module, &imports, @ptrCast(&trap)) orelse return 5;
    defer wasm.wasm_instance_delete(instance);
    var exports: wasm.wasm_extern_vec_t = undefined;
    wasm.wasm_instance_exports(instance, &exports);
    defer wasm.wasm_extern_vec_delete(&exports);
    if (exports.size != 2) return 6;
    const add = wasm.wasm_extern_as_func(exports.data[0].?) orelse return 10;
    var given = [2]wasm.wasm_val_t{ number(40), number(2) };
    var taken = [1]wasm.wasm_val_t{number(0)};
    var arguments = wasm.wasm_val_vec_t{ .size = 2, .data = &given };
    var results = wasm.wasm_val_vec_t{ .size = 1, .data = &taken };
    if (wasm.wasm_func_call(add, &arguments, &results) != null) return 7;
    if (taken[0].of.i32 != 42) return 8;
    var none = std.mem.zeroes(wasm.wasm_val_vec_t);
    const trap_now = wasm.wasm_extern_as_func(exports.data[1].?) orelse return 11;
    const trapped = wasm.wasm_func_call(trap_now, &none, &none);
    if (trapped == null) return 9;
    wasm.wasm_trap_delete(trapped);
    return 0;
}

fn number(value: i32) wasm.wasm_val_t {
    var val = std.mem.zeroes(wasm.wasm_val_t);
    val.of.i32 = value;
    return val;
}
