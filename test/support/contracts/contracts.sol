// SPDX-License-Identifier: MIT
// Contracts for tests on a real node: each does one thing that moves money in a way of its own. Not for any other use.
// contracts.json is made of this file: see README.md beside it.
pragma solidity 0.8.37;

/// A plain ERC-20.
contract Token {
    string public symbol;
    uint8 public decimals;
    uint256 public totalSupply;
    mapping(address => uint256) internal held;
    mapping(address => mapping(address => uint256)) public allowance;
    event Transfer(address indexed from, address indexed to, uint256 value);

    constructor(string memory symbol_, uint8 decimals_) {
        symbol = symbol_;
        decimals = decimals_;
    }

    function balanceOf(address owner) public view virtual returns (uint256) {
        return held[owner];
    }

    function mint(address to, uint256 value) external {
        totalSupply += value;
        held[to] += value;
        emit Transfer(address(0), to, value);
    }

    function burn(uint256 value) external {
        totalSupply -= value;
        held[msg.sender] -= value;
        emit Transfer(msg.sender, address(0), value);
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        return true;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        move(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        allowance[from][msg.sender] -= value;
        move(from, to, value);
        return true;
    }

    function move(address from, address to, uint256 value) internal virtual {
        held[from] -= value;
        held[to] += value;
        emit Transfer(from, to, value);
    }
}

/// One hundredth of what is sent does not arrive, and the event does not say so.
contract FeeToken is Token {
    constructor() Token("FEE", 6) {}

    function move(address from, address to, uint256 value) internal override {
        uint256 kept = value / 100;
        held[from] -= value;
        held[to] += value - kept;
        held[address(this)] += kept;
        emit Transfer(from, to, value);
    }
}

/// Balances grow with no event.
contract RebasingToken is Token {
    uint256 public percent = 100;

    constructor() Token("REB", 6) {}

    function balanceOf(address owner) public view override returns (uint256) {
        return (held[owner] * percent) / 100;
    }

    function rebase(uint256 to) external {
        percent = to;
    }

    function move(address from, address to, uint256 value) internal override {
        uint256 shares = (value * 100) / percent;
        held[from] -= shares;
        held[to] += shares;
        emit Transfer(from, to, value);
    }
}

/// Wraps the coin as WETH9 does: deposit and withdraw emit no Transfer.
contract Wrapped is Token {
    event Deposit(address indexed to, uint256 value);
    event Withdrawal(address indexed from, uint256 value);

    constructor() Token("WETH", 18) {}

    receive() external payable {
        deposit();
    }

    function deposit() public payable {
        held[msg.sender] += msg.value;
        emit Deposit(msg.sender, msg.value);
    }

    function withdraw(uint256 value) external {
        held[msg.sender] -= value;
        emit Withdrawal(msg.sender, value);
        (bool ok, ) = msg.sender.call{value: value}("");
        require(ok);
    }
}

/// Takes no coin.
contract Refuser {
    receive() external payable {
        revert("no");
    }
}

/// Passes on what it is given, then takes it all back by reverting.
contract Undoer {
    address payable immutable to;

    constructor(address payable to_) {
        to = to_;
    }

    receive() external payable {
        (bool ok, ) = to.call{value: msg.value}("");
        require(ok);
        revert("undone");
    }
}

/// Pays several; a payment that fails does not stop the others.
contract Splitter {
    receive() external payable {}

    function split(address[] calldata to, uint256[] calldata values) external payable {
        for (uint256 i = 0; i < to.length; i++) {
            (bool ok, ) = to[i].call{value: values[i]}("");
            ok;
        }
    }

    function splitToken(Token token, address[] calldata to, uint256[] calldata values) external {
        for (uint256 i = 0; i < to.length; i++) token.transferFrom(msg.sender, to[i], values[i]);
    }
}

/// What a contract wallet runs by delegatecall.
contract WalletCode {
    function execute(address to, uint256 value, bytes calldata data) external payable {
        (bool ok, ) = to.call{value: value}(data);
        require(ok);
    }
}

/// A contract wallet: all calls are delegated, with their value showing in the delegated frame too.
contract Wallet {
    address immutable code;

    constructor(address code_) payable {
        code = code_;
    }

    receive() external payable {}

    fallback() external payable {
        (bool ok, ) = code.delegatecall(msg.data);
        require(ok);
    }
}

/// Holds what it is given until it destroys itself.
contract Bomb {
    constructor() payable {}

    function blow(address payable to) external {
        selfdestruct(to);
    }
}

/// Makes contracts with money in them, one of which is gone at once.
contract Factory {
    event Made(address at);

    function make() external payable returns (address) {
        Bomb made = new Bomb{value: msg.value}();
        emit Made(address(made));
        return address(made);
    }

    function makeAndBlow(address payable to) external payable {
        Bomb made = new Bomb{value: msg.value}();
        made.blow(to);
    }

    /// A contract that pays itself as it goes: the coin is destroyed.
    function makeAndBurn() external payable {
        Bomb made = new Bomb{value: msg.value}();
        made.blow(payable(address(made)));
    }
}

/// Lends any of its tokens within one transaction.
contract Lender {
    function flash(Token token, uint256 value, address to, bytes calldata data) external {
        uint256 before = token.balanceOf(address(this));
        token.transfer(to, value);
        (bool ok, ) = to.call(data);
        require(ok);
        require(token.balanceOf(address(this)) >= before, "not repaid");
    }
}

/// Borrows, sends what it borrowed around, repays with what its owner has.
contract Borrower {
    function start(Lender lender, Token token, uint256 value, address by) external {
        lender.flash(token, value, address(this), abi.encodeCall(this.use, (lender, token, value, by)));
    }

    function use(Lender lender, Token token, uint256 value, address by) external {
        token.transfer(by, value);
        token.transferFrom(by, address(lender), value);
    }
}

/// Settles orders of several owners at once, as CoW Protocol does: all pay in, then all are paid out.
contract Settlement {
    struct Leg {
        Token token;
        address who;
        uint256 value;
    }

    function settle(Leg[] calldata pulled, Leg[] calldata paid) external {
        for (uint256 i = 0; i < pulled.length; i++)
            pulled[i].token.transferFrom(pulled[i].who, address(this), pulled[i].value);
        for (uint256 i = 0; i < paid.length; i++) paid[i].token.transfer(paid[i].who, paid[i].value);
    }
}
