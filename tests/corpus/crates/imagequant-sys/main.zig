//! Sets what a quantiser shall do, and reads it back.
const imagequant = @import("imagequant_sys");

pub fn main() u8 {
    if (imagequant.liq_version() < 40000) return 1;
    const attr = imagequant.liq_attr_create() orelse return 2;
    defer imagequant.liq_attr_destroy(attr);
    if (@intFromEnum(imagequant.liq_set_max_colors(attr, 17)) != 0) return 3;
    if (imagequant.liq_get_max_colors(attr) != 17) return 4;
    if (@intFromEnum(imagequant.liq_set_max_colors(attr, 1)) != 100) return 5;
    if (@intFromEnum(imagequant.liq_set_quality(attr, 10, 90)) != 0) return 6;
    if (imagequant.liq_get_min_quality(attr) != 10 or imagequant.liq_get_max_quality(attr) != 90) return 7;
    return 0;
}
