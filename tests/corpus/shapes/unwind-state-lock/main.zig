const Account = opaque {};
extern fn account_new() ?*Account;
extern fn account_book(a: ?*Account, kind: u32, amount: i64) i32;
extern fn account_balance(a: ?*const Account) i64;
extern fn account_free(a: ?*Account) void;
pub fn main() void {
    const a = account_new() orelse return;
    defer account_free(a);
    _ = account_book(a, 9, 50);
    _ = account_balance(a);
}
