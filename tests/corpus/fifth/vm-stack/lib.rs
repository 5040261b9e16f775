#[repr(u8)]
#[derive(Clone, Copy)]
enum Op {
    Push(i64),
    Add,
    Mul,
    Swap,
}

pub struct Vm {
    stack: Vec<i64>,
    limit: usize,
}

impl Vm {
    fn binary(&mut self, f: impl FnOnce(i64, i64) -> i64) -> Option<()> {
        let b = self.stack.pop()?;
        let a = self.stack.pop()?;
        self.stack.push(f(a, b));
        Some(())
    }

    fn exec(&mut self, op: Op) -> Option<()> {
        match op {
            Op::Push(_) if self.stack.len() >= self.limit => None,
            Op::Push(v) => {
                self.stack.push(v);
                Some(())
            }
            Op::Add => self.binary(i64::wrapping_add),
            Op::Mul => self.binary(i64::wrapping_mul),
            Op::Swap => {
                let n = self.stack.len().checked_sub(2)?;
                self.stack.get_mut(n..)?.reverse();
                Some(())
            }
        }
    }
}

#[no_mangle]
pub extern "C" fn vm_new(limit: u16) -> *mut Vm {
    Box::into_raw(Box::new(Vm { stack: Vec::new(), limit: usize::from(limit) }))
}

#[no_mangle]
pub unsafe extern "C" fn vm_free(vm: *mut Vm) {
    if !vm.is_null() {
        drop(Box::from_raw(vm));
    }
}

#[no_mangle]
pub unsafe extern "C" fn vm_push(vm: *mut Vm, v: i64) -> bool {
    vm.as_mut().and_then(|vm| vm.exec(Op::Push(v))).is_some()
}

#[no_mangle]
pub unsafe extern "C" fn vm_op(vm: *mut Vm, code: u8) -> bool {
    let op = match code {
        b'+' => Op::Add,
        b'*' => Op::Mul,
        b'x' => Op::Swap,
        _ => return false,
    };
    vm.as_mut().and_then(|vm| vm.exec(op)).is_some()
}

#[no_mangle]
#[allow(improper_ctypes_definitions)]
pub unsafe extern "C" fn vm_pop(vm: *mut Vm) -> Option<i64> {
    vm.as_mut().and_then(|vm| vm.stack.pop())
}
