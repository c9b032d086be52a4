// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

/// The interface of the ENS registry (EIP-137, ENSRegistry.sol of ensdomains/ens-contracts), without owners: a test sets all.
contract Registry {
    mapping(bytes32 => address) public resolver;

    function setResolver(bytes32 node, address by) external {
        resolver[node] = by;
    }
}

/// A resolver of addresses and names (EIP-137, EIP-181), as PublicResolver.sol answers.
contract Resolver {
    mapping(bytes32 => address) public addr;
    mapping(bytes32 => string) public name;

    function setAddr(bytes32 node, address to) external {
        addr[node] = to;
    }

    function setName(bytes32 node, string calldata text) external {
        name[node] = text;
    }

    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == 0x01ffc9a7 || id == 0x3b3b57de || id == 0x691f3431;
    }
}

/// Answers for all names below its own (ENSIP-10) with one address.
contract Wildcard {
    address immutable to;

    constructor(address all) {
        to = all;
    }

    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == 0x01ffc9a7 || id == 0x9061b923;
    }

    function resolve(bytes calldata, bytes calldata) external view returns (bytes memory) {
        return abi.encode(to);
    }
}

/// Sends whoever asks to a service off the chain (EIP-3668).
contract Offchain {
    error OffchainLookup(address sender, string[] urls, bytes callData, bytes4 callbackFunction, bytes extraData);

    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == 0x01ffc9a7 || id == 0x9061b923;
    }

    function resolve(bytes calldata, bytes calldata data) external view returns (bytes memory) {
        string[] memory urls = new string[](1);
        urls[0] = "https://gateway.example/{sender}/{data}.json";
        revert OffchainLookup(address(this), urls, data, bytes4(0), "");
    }
}
